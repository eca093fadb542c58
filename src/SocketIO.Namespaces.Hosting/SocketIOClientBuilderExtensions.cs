using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Options;
using Polly;
using SocketIO.Namespaces;
using SocketIO.Namespaces.Hosting.Configuration;
using SocketIO.Namespaces.Hosting.Registration;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds to a registered Socket.IO client.</summary>
public static partial class SocketIOClientBuilderExtensions
{
    /// <summary>Adds an implementation of an interface whose methods emit to the server, as a service: keyed by the client's name, and without a key
    /// where only this client has it.</summary>
    /// <remarks>The client joins the namespace. The implementation is a singleton, safe to use from any thread, and looks the client up at first use. What
    /// the methods may be: see <see cref="TypedServerExtensions.As"/>.</remarks>
    /// <typeparam name="TServer">The interface. It may be added to several clients, but once to each.</typeparam>
    /// <param name="builder">The client.</param>
    /// <param name="naming">How a method names its event where it has no <see cref="OnAttribute"/>.</param>
    /// <param name="namespace">The namespace to emit on, such as <c>/chat</c>. Default: <c>/</c>.</param>
    /// <exception cref="ServerDefinitionException">The interface cannot be implemented; lists every fault.</exception>
    /// <exception cref="ArgumentException"><paramref name="namespace"/> is not a namespace's path, or <paramref name="naming"/> none of the values.</exception>
    /// <exception cref="InvalidOperationException">The client has the interface already, on another path or with another naming.</exception>
    [RequiresDynamicCode("A typed server is made at run time. Without run-time code, inject an ISocketIOEmitter.")]
    [RequiresUnreferencedCode("The interface, and the types of its parameters and results, are found by reflection.")]
    public static ISocketIOClientBuilder AddServer<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] TServer>(
        this ISocketIOClientBuilder builder, EventNaming naming, string @namespace = "/")
        where TServer : class
    {
        ArgumentNullException.ThrowIfNull(@namespace);
        TypedServerExtensions.Validate(typeof(TServer), naming);
        ServerServices.Add<TServer>(builder.Services, new ServerRegistration(builder.Name, typeof(TServer), NamespacePath.Validate(@namespace), naming));
        return builder;
    }

    /// <summary>Says what to send with each namespace's CONNECT packet, asked anew at each join: sets <see cref="SocketIOClientOptions.AuthProvider"/>.</summary>
    /// <param name="builder">The client.</param>
    /// <param name="auth">Returns what to send, or a task of it. Its parameters are the <see cref="AuthContext"/>, a <see cref="CancellationToken"/>
    /// and services, each if wanted and in any order; the services come from a scope of their own, disposed afterwards, and an optional
    /// parameter gets its default if there is no such service.</param>
    /// <exception cref="ArgumentException"><paramref name="auth"/> returns nothing.</exception>
    public static ISocketIOClientBuilder AddAuth(this ISocketIOClientBuilder builder, Delegate auth)
    {
        ArgumentNullException.ThrowIfNull(auth);
        if (!Awaited.HasResult(auth.Method.ReturnType))
            throw new ArgumentException("The delegate given to AddAuth returns nothing: let it return what to send, such as new { token }.", nameof(auth));

        var injected = new InjectedDelegate(auth, typeof(AuthContext), typeof(CancellationToken));
        builder.Services.AddSingleton<IConfigureOptions<SocketIOClientOptions>>(Create);
        builder.Services.AddSingleton<IValidateOptions<SocketIOClientOptions>>(Create);
        return builder;

        InjectedAuth Create(IServiceProvider provider) => ActivatorUtilities.CreateInstance<InjectedAuth>(provider, builder.Name, injected);
    }

    /// <summary>Replaces the default reconnection by a Polly pipeline; each of its executions covers one outage.</summary>
    /// <param name="builder">The client.</param>
    /// <param name="configure">Adds the strategies.</param>
    public static ISocketIOClientBuilder ConfigureReconnection(this ISocketIOClientBuilder builder, Action<ResiliencePipelineBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        builder.Services.Configure<SocketIOClientOptions>(builder.Name, options => options.ConfigureReconnection = configure);
        return builder;
    }

    /// <summary>Adjusts the one HTTP handler that serves polling, the WebSocket upgrade and their TLS, proxy and cookies. Several adjustments are
    /// made in the order in which they were added.</summary>
    /// <param name="builder">The client.</param>
    /// <param name="configure">Adjusts the handler.</param>
    public static ISocketIOClientBuilder ConfigureHttpHandler(this ISocketIOClientBuilder builder, Action<SocketsHttpHandler> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        builder.Services.Configure<SocketIOClientOptions>(builder.Name, options => options.ConfigureHttpHandler += configure);
        return builder;
    }
}
