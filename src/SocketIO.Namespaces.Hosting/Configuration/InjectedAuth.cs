using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SocketIO.Namespaces.Hosting.Registration;

namespace SocketIO.Namespaces.Hosting.Configuration;

/// <summary>Asks a delegate with injected services for what a client sends with each CONNECT packet.</summary>
internal sealed class InjectedAuth(string client, InjectedDelegate auth, IServiceScopeFactory scopes, IServiceProviderIsService isService)
    : IConfigureNamedOptions<SocketIOClientOptions>, IValidateOptions<SocketIOClientOptions>
{
    public void Configure(SocketIOClientOptions options) => Configure(Options.DefaultName, options);

    public void Configure(string? name, SocketIOClientOptions options)
    {
        if (name == client)
            options.AuthProvider = AskAsync;
    }

    public ValidateOptionsResult Validate(string? name, SocketIOClientOptions options)
    {
        string[] faults = name == client ? [.. auth.FindFaults($"AddAuth of {ClientLabel.Of(client)}", isService)] : [];
        return faults.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private async ValueTask<object?> AskAsync(AuthContext context, CancellationToken cancellationToken)
    {
        AsyncServiceScope scope = scopes.CreateAsyncScope();
        await using (scope.ConfigureAwait(false))
            return await auth.InvokeAsync(scope.ServiceProvider, context, cancellationToken).ConfigureAwait(false);
    }
}
