using Microsoft.Extensions.Logging;
using SocketIO.Namespaces.Tests.TestDoubles;

namespace SocketIO.Namespaces.Tests.Clients;

[Category("S13")]
internal sealed class CallbackTests : ClientTest
{
    [Test]
    public async Task It_runs_once_however_often_the_server_answers()
    {
        var server = await ConnectAsync();
        await Client.EmitAsync("ask", (string text) => Note(text));
        await server.ReceiveAsync();

        server.Send("""430["first"]""");
        server.Send("""430["second"]""");
        await ReadAsync(server);

        await UntilNotedAsync("first");
        Assert.That(Notes, Has.Count.EqualTo(1));
    }

    [Test]
    public async Task It_is_given_up_at_the_time_out_and_a_late_answer_finds_nobody()
    {
        var server = await ConnectAsync();
        await Client.EmitAsync("ask", 1, (string text) => Note(text));
        await server.ReceiveAsync();

        await Clock.PassAsync(TimeSpan.FromSeconds(30));
        server.Send("""430["late"]""");
        await ReadAsync(server);

        Assert.That(Notes, Is.Empty);
        Assert.That(Log.Of(LogLevel.Warning).Concat(Log.Of(LogLevel.Information)).Concat(Log.Of(LogLevel.Debug)), Has.Some.Contain("'ask'").And.Some.Contain("30 s"));
    }

    [Test]
    public async Task It_is_given_up_with_the_connection()
    {
        var server = await ConnectAsync();
        await Client.EmitAsync("ask", (string text) => Note(text));
        await server.ReceiveAsync();

        server.Break();
        await Clock.PassAsync(TimeSpan.FromSeconds(1));
        server = await AcceptAsync();
        server.Send("""430["of another session"]""");
        await ReadAsync(server);

        Assert.That(Notes, Is.Empty);
    }

    [TestCase("430[1]", Description = "it throws")]
    [TestCase("""430["no number"]""", Description = "its value does not fit")]
    [TestCase("430[]", Description = "a value is missing")]
    [Category("M9")]
    [Category("scenario-16")]
    public async Task One_that_fails_is_reported_and_costs_nothing_else(string answer)
    {
        Options.OnHandlerError = error => Note(error.EventName);
        var server = await ConnectAsync();
        await Client.EmitAsync("ask", void (int number) => throw new InvalidDataException($"{number}"));
        await server.ReceiveAsync();

        server.Send(answer);

        await UntilNotedAsync("ask");
        Assert.That(Notes, Has.Count.EqualTo(1));
        var call = Client.CallAsync<int>("still there?");
        server.Send("431[1]");
        Assert.That(await call.Within(), Is.EqualTo(1));
    }

    [Test]
    public async Task It_may_call_the_server()
    {
        var server = await ConnectAsync();
        await Client.EmitAsync("ask", async (string text) => Note(text + await Client.CallAsync<string>("and then?")));
        await server.ReceiveAsync();

        server.Send("""430["first, "]""");
        Assert.That(await server.ReceiveAsync(), Is.EqualTo("""421["and then?"]"""));
        server.Send("""431["then"]""");

        await UntilNotedAsync("first, then");
    }
}
