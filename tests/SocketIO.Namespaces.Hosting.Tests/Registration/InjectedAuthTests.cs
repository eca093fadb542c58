using System.Linq.Expressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace SocketIO.Namespaces.Hosting.Tests.Registration;

[Category("M3"), Category("H1")]
public sealed class InjectedAuthTests
{
    private static readonly AuthContext Context = new("/chat", 3, LastRefusal: null);

    private static IEnumerable<Delegate> EveryShape =>
    [
        (AuthContext context) => $"{context.Namespace} {context.Attempt}",
        (AuthContext context) => Task.FromResult($"{context.Namespace} {context.Attempt}"),
        (AuthContext context) => ValueTask.FromResult($"{context.Namespace} {context.Attempt}"),
        async (AuthContext context, CancellationToken cancellationToken) =>
        {
            await Task.Yield();
            cancellationToken.ThrowIfCancellationRequested();
            return $"{context.Namespace} {context.Attempt}";
        },
        " ".Separate,
        Compiled(context => context.Namespace + " " + context.Attempt),
    ];

    [TestCaseSource(nameof(EveryShape))]
    public async Task A_value_or_a_task_of_it_is_the_payload(Delegate auth)
        => Assert.That(await AskAsync(auth, _ => { }), Is.EqualTo("/chat 3"));

    [Test]
    public async Task Services_come_from_a_scope_that_is_disposed_afterwards()
    {
        Token? used = null;

        object? payload = await AskAsync(
            async (Token token, AuthContext context, [FromKeyedServices("prefix")] string prefix) =>
            {
                await Task.Yield();
                used = token;
                return $"{prefix} {context.Namespace} {token.IsDisposed}";
            },
            services => services.AddScoped<Token>().AddKeyedSingleton("prefix", "Bearer"));

        Assert.That((payload, used!.IsDisposed), Is.EqualTo(((object)"Bearer /chat False", true)));
    }

    [Test]
    public void An_exception_comes_out_as_it_was_thrown()
    {
        Assert.That(async () => await AskAsync(string () => throw new FormatException("token"), _ => { }), Throws.TypeOf<FormatException>());
        Assert.That(
            async () => await AskAsync(Task<string> () => Task.FromException<string>(new FormatException("token")), _ => { }),
            Throws.TypeOf<FormatException>());
    }

    [Test]
    public void A_parameter_that_is_no_service_is_refused_with_the_options()
    {
        OptionsValidationException exception = Assert.Throws<OptionsValidationException>(
            () => ClientOptionsOf.Registered(services => services.AddSocketIOClient(_ => { }).AddAuth((Token token) => token)))!;

        Assert.That(exception.Failures, Has.Exactly(2).Items.And.Some.Contains("parameter token").And.Some.Contains("Url"));
    }

    [Test]
    public void An_auth_that_returns_nothing_is_refused_at_registration()
    {
        ISocketIOClientBuilder builder = new ServiceCollection().AddSocketIOClient();

        Assert.That(() => builder.AddAuth((AuthContext _) => { }), Throws.ArgumentException.With.Message.Contains("The delegate given to AddAuth returns nothing"));
        Assert.That(() => builder.AddAuth((AuthContext _) => Task.CompletedTask), Throws.ArgumentException);
    }

    private static Func<AuthContext, string> Compiled(Expression<Func<AuthContext, string>> expression) => expression.Compile();

    private static async Task<object?> AskAsync(Delegate auth, Action<IServiceCollection> register)
    {
        SocketIOClientOptions options = ClientOptionsOf.Registered(services =>
        {
            register(services);
            services.AddSocketIOClient(options => options.Url = new Uri("http://server")).AddAuth(auth);
        });
        return await options.AuthProvider!(Context, CancellationToken.None);
    }

    private sealed class Token : IDisposable
    {
        public bool IsDisposed { get; private set; }

        public void Dispose() => IsDisposed = true;
    }
}

file static class SeparatorExtensions
{
    public static string Separate(this string separator, AuthContext context) => $"{context.Namespace}{separator}{context.Attempt}";
}
