// A hosted client with a namespace class, compiled to native code; the server is in the same program.
//   dotnet publish examples/NativeAot -p:PublishAot=true -o out && out/NativeAot
// It runs as well with: dotnet run --project examples/NativeAot

using System.Runtime.CompilerServices;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using NativeAot;
using SocketIO.Namespaces;

await using var server = await SocketIOTestServer.StartAsync(options => options.JsonSerializerOptions = ChatJson.Default.Options);
TestServerNamespace chat = server.Of("/chat");
chat.On("translate", (string text, string language) => (text, language));

HostApplicationBuilder builder = Host.CreateApplicationBuilder(args);
builder.Logging.ClearProviders();
builder.Services.AddSingleton<Clock>();
builder.Services
    .AddSocketIOClient(options =>
    {
        options.Url = server.Url;
        options.JsonSerializerOptions = ChatJson.Default.Options;
    })
    .AddNamespace<ChatNamespace>();
using IHost host = builder.Build();
await host.StartAsync();
await chat.WaitForClientAsync();

Console.WriteLine($"Code can be made at run time: {RuntimeFeature.IsDynamicCodeSupported}");
Console.WriteLine($"join:     {await chat.CallAsync<(string, int)>("join", "lobby")}");
Console.WriteLine($"message:  {await chat.CallAsync<ChatMessage>("message", new ChatMessage("server", "hello"))}");
Console.WriteLine($"sum:      {await chat.CallAsync<int>("sum", (1, 2, 3))}");
Console.WriteLine($"upload:   {(await chat.CallAsync<byte[]>("upload", ("a.bin", new byte[] { 1, 2, 3 }))).Length} bytes");
Console.WriteLine($"question: {await chat.CallAsync<string>("question", "Hallo")}");
await host.StopAsync();
