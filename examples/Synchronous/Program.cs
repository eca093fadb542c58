// The synchronous client, offline, against a server in this process; it ends by itself:   dotnet run --project examples/Synchronous
using SocketIO.Namespaces;
using Synchronous;

// The server is asynchronous; everything from "new Client" on is not.
await using SocketIOTestServer server = await SocketIOTestServer.StartAsync();
server.Of("/stock").On("price", (string item) => item.Length * 1.25);

using var client = new Client();
client.RegisterNamespace(new StockNamespace());
client.On("disconnect", (DisconnectReason reason) => Console.WriteLine($"client | \"/\" was left: {reason}"));
client.Connect(server.Url);
Console.WriteLine($"client | connected by {client.Transport}, on the main thread");

double price = client.Of("/stock").Call<double>("price", "tea");
Console.WriteLine($"client | tea costs {price}");

client.StartBackgroundTask(cancellationToken =>
{
    for (int beat = 1; beat <= 3; beat++)
    {
        client.Emit("heartbeat", beat, cancellationToken);
        client.Sleep(TimeSpan.FromMilliseconds(100), cancellationToken);
    }
}).Wait();
for (int beat = 1; beat <= 3; beat++)
    await server.Of("/").ReceiveAsync("heartbeat");
Console.WriteLine("server | got 3 heartbeats");

int total = await server.Of("/stock").CallAsync<int>("order", ("coffee", 4));
Console.WriteLine($"server | the order comes to {total}");
client.Disconnect();
