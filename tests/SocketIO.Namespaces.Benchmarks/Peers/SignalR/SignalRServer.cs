using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace SocketIO.Namespaces.Benchmarks.Peers.SignalR;

/// <summary>The verb <c>signalr-server</c>: prints its URL and serves until standard input ends.</summary>
internal static class SignalRServer
{
    public const string Verb = "signalr-server";
    public const string Path = "/flood";

    public static async Task RunAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddSignalR();
        await using var app = builder.Build();
        app.MapHub<FloodHub>(Path, options => options.Transports = HttpTransportType.WebSockets);
        await app.StartAsync();
        Console.WriteLine(app.Urls.First());
        await Console.In.ReadToEndAsync();
    }
}
