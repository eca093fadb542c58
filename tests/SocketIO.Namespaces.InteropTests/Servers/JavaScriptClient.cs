using System.Text.Json;
using SocketIO.Namespaces.InteropTests.Support;

namespace SocketIO.Namespaces.InteropTests.Servers;

/// <summary>The official JavaScript client in a process of its own. Its commands and reports are described in <c>node/client.js</c>.</summary>
internal sealed class JavaScriptClient : IAsyncDisposable
{
    private readonly ChildProcess _process;
    private readonly List<JsonElement> _backlog = [];
    private int _calls;

    private JavaScriptClient(ChildProcess process) => _process = process;

    /// <param name="url">The server.</param>
    /// <param name="link">By which transports to reach it.</param>
    /// <param name="namespaces">What to join; <c>/</c> if none is named.</param>
    public static async Task<JavaScriptClient> StartAsync(string url, Link link, params string[] namespaces)
    {
        await Requirements.DemandAsync(ServerKind.Node);
        var mode = link.ToString().ToLowerInvariant();
        return new JavaScriptClient(new ChildProcess(Requirements.Node, [ServerFiles.Of("node/client.js"), url, mode, .. namespaces]));
    }

    public Task EmitAsync(string @namespace, string eventName, params object?[] args)
        => CommandAsync(new { @do = "emit", @namespace, @event = eventName, args });

    /// <summary>Emits, and gives what the server acknowledges.</summary>
    public async Task<JsonElement[]> CallAsync(string @namespace, string eventName, params object?[] args)
    {
        var id = ++_calls;
        await CommandAsync(new { @do = "call", @namespace, @event = eventName, args, id });
        var ack = await ExpectAsync($"the ack of {eventName}", report => Has(report, "what", "ack") && report.GetProperty("id").GetInt32() == id);
        Assert.That(ack.TryGetProperty("values", out JsonElement values), Is.True, () => $"{eventName}: {ack}");
        return [.. values.EnumerateArray()];
    }

    public Task DisconnectAsync(string @namespace) => CommandAsync(new { @do = "disconnect", @namespace });

    /// <summary>The first report of a kind (connect, connect_error, disconnect, event, upgrade) that was not asked for yet.</summary>
    public Task<JsonElement> ExpectAsync(string what, string? @namespace = null)
        => ExpectAsync(
            $"{what} {@namespace}",
            report => Has(report, "what", what) && (@namespace is null || Has(report, "namespace", @namespace)));

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static bool Has(JsonElement report, string property, string value)
        => report.TryGetProperty(property, out JsonElement found) && found.GetString() == value;

    private async Task<JsonElement> ExpectAsync(string awaited, Predicate<JsonElement> predicate)
    {
        int index;
        while ((index = _backlog.FindIndex(predicate)) < 0)
        {
            var others = string.Join('\n', _backlog);
            var line = await _process.Output.ReadLineAsync().Within($"{awaited}; there was:\n{others}\n{_process.Errors}");
            Assert.That(line, Is.Not.Null, () => $"the client ended:\n{_process.Errors}");
            _backlog.Add(JsonElement.Parse(line!));
        }

        var report = _backlog[index];
        _backlog.RemoveAt(index);
        return report;
    }

    private async Task CommandAsync(object command)
    {
        await _process.Input.WriteLineAsync(JsonSerializer.Serialize(command));
        await _process.Input.FlushAsync();
    }
}
