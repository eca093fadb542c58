// Controllers that talk to a Socket.IO server, and a page where a browser and C# chat:   dotnet run --project examples/Controllers
// Then open http://localhost:5000. It runs offline, until Ctrl+C; only the first run fetches the browser's client, by npm.
using Controllers;
using SocketIO.Namespaces;

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
await using SocketIOTestServer server = await ChatServer.StartAsync();

builder.Services.AddControllers();
builder.Services
    .AddSocketIOClient(options => options.Url = server.Url)
    .AddNamespace<ChatNamespace>()
    .AddServer<IChatServer>(EventNaming.CamelCase, "/chat");
builder.Services.AddHealthChecks().AddSocketIOClient();

await using WebApplication app = builder.Build();
string browserClient = await BrowserClient.InstallAsync(app.Environment.ContentRootPath);

app.UseDefaultFiles();
app.UseStaticFiles();
app.MapControllers();
app.MapHealthChecks("/health");

// The clients as data, and a page that shows them. Where not everybody may see them, RequireAuthorization() is the next call.
app.MapGet("/clients.json", (ISocketIOClientInspector inspector) => inspector.Inspect());
app.MapFallbackToFile("/clients", "clients.html");

// What the page in the browser needs: the official client, and where its server is.
app.MapGet("/socket.io.js", () => File.Exists(browserClient) ? Results.File(browserClient, "text/javascript") : Results.NotFound());
app.MapGet("/server", () => new { server.Url });

await app.RunAsync();
