// What a fragment on a page may use without saying so: these namespaces, and these names. A page's own types come before those here.
global using System.Diagnostics;
global using System.Diagnostics.Metrics;
global using System.Net;
global using System.Security.Cryptography.X509Certificates;
global using System.Text.Json;
global using System.Text.Json.Serialization;
global using Microsoft.AspNetCore.Mvc;
global using Microsoft.Extensions.Time.Testing;
global using NUnit.Framework;
global using Polly;
global using Polly.Retry;
global using SocketIO.Namespaces;
global using static Surroundings;

public static class Surroundings
{
    public static AsyncClient sio => null!;
    public static SocketIOTestServer server => null!;
    public static HostApplicationBuilder builder => null!;
    public static WebApplication app => null!;
    public static IServiceCollection services => null!;
    public static CancellationToken cancellationToken => default;

    public static Order order => null!;
    public static Question question => null!;
    public static TokenSource tokens => null!;
    public static string user => "";
    public static string password => "";
    public static X509CertificateCollection certificates => null!;

    public sealed record ChatMessage(string From, string Text);
    public sealed record Order(string Item, int Amount);
    public sealed record Price(string Symbol, decimal Value);
    public sealed record Question(string Text);
    public sealed record Reply(string Text);

    public sealed class ChatNamespace : AsyncClientNamespace;
    public sealed class OrdersNamespace() : AsyncClientNamespace("/orders");
    public sealed class LobbyNamespace(string path) : ClientNamespace(path);

    public interface IChatServer;

    public sealed class TokenSource
    {
        public ValueTask<string> GetAsync(string path, CancellationToken cancellationToken) => default!;
    }
}
