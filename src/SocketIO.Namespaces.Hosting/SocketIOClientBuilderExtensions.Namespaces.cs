using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using SocketIO.Namespaces;
using SocketIO.Namespaces.Hosting.Registration;
using SocketIO.Namespaces.Namespaces;

namespace Microsoft.Extensions.DependencyInjection;

public static partial class SocketIOClientBuilderExtensions
{
    private const DynamicallyAccessedMemberTypes MadeClass = NamespaceRegistration.Members;

    /// <summary>Adds a namespace class, on the path of its constructor or its <see cref="NamespaceAttribute"/>, else <c>/</c>.</summary>
    /// <remarks>The container makes one instance of it, with what its constructor takes, when the host starts. It lives as long as the host.</remarks>
    /// <typeparam name="TNamespace">The class: an <see cref="AsyncClientNamespace"/>, or a <see cref="ClientNamespace"/> whose handlers may block.</typeparam>
    /// <param name="builder">The client.</param>
    /// <exception cref="NamespaceDefinitionException">The class is wrong; lists every fault that can be seen without services.</exception>
    public static ISocketIOClientBuilder AddNamespace<[DynamicallyAccessedMembers(MadeClass)] TNamespace>(this ISocketIOClientBuilder builder)
        where TNamespace : class, IClientNamespace
        => Add<TNamespace>(builder, path: null, ServiceLifetime.Singleton);

    /// <summary>Adds a namespace class on a path of its own. A class may be added several times, on different paths: each has its instance.</summary>
    /// <inheritdoc cref="AddNamespace{TNamespace}(ISocketIOClientBuilder)"/>
    /// <param name="builder">The client.</param>
    /// <param name="path">The namespace, such as <c>/chat</c>; wins over what the class itself says.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is not a namespace's path.</exception>
    public static ISocketIOClientBuilder AddNamespace<[DynamicallyAccessedMembers(MadeClass)] TNamespace>(this ISocketIOClientBuilder builder, string path)
        where TNamespace : class, IClientNamespace
        => AddNamespace<TNamespace>(builder, path, ServiceLifetime.Singleton);

    /// <summary>Adds a namespace class that lives as long as is said here, on the path of its constructor or its <see cref="NamespaceAttribute"/>, else
    /// <c>/</c>.</summary>
    /// <remarks>
    /// <para>As <see cref="ServiceLifetime.Singleton"/> there is one instance per client and path, which lives as long as the host. Otherwise each event gets an
    /// instance of its own, <c>connect</c>, <c>disconnect</c> and <c>connect_error</c> too: made in a scope that also has the services of the handler's
    /// parameters, and disposed with it when the event is handled and acknowledged.</para>
    /// <para>Without <see cref="NamespaceAttribute"/>, such a class is made once more when the host starts, to be asked for its path.</para>
    /// </remarks>
    /// <typeparam name="TNamespace">The class: an <see cref="AsyncClientNamespace"/>, or a <see cref="ClientNamespace"/> whose handlers may block.</typeparam>
    /// <param name="builder">The client.</param>
    /// <param name="lifetime">One instance for all events, or, <see cref="ServiceLifetime.Scoped"/> and <see cref="ServiceLifetime.Transient"/> alike, one per
    /// event.</param>
    /// <exception cref="NamespaceDefinitionException">The class is wrong; lists every fault that can be seen without services.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="lifetime"/> is none of the values.</exception>
    public static ISocketIOClientBuilder AddNamespace<[DynamicallyAccessedMembers(MadeClass)] TNamespace>(this ISocketIOClientBuilder builder, ServiceLifetime lifetime)
        where TNamespace : class, IClientNamespace
        => Add<TNamespace>(builder, path: null, lifetime);

    /// <summary>Adds a namespace class on a path of its own, that lives as long as is said here.</summary>
    /// <inheritdoc cref="AddNamespace{TNamespace}(ISocketIOClientBuilder, ServiceLifetime)" path="/typeparam | /param | /exception"/>
    /// <remarks>See <see cref="AddNamespace{TNamespace}(ISocketIOClientBuilder, ServiceLifetime)"/> for the lifetimes.</remarks>
    /// <param name="builder">The client.</param>
    /// <param name="path">The namespace, such as <c>/chat</c>; wins over what the class itself says.</param>
    /// <param name="lifetime">One instance for all events, or, <see cref="ServiceLifetime.Scoped"/> and <see cref="ServiceLifetime.Transient"/> alike, one per
    /// event.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is not a namespace's path.</exception>
    public static ISocketIOClientBuilder AddNamespace<[DynamicallyAccessedMembers(MadeClass)] TNamespace>(this ISocketIOClientBuilder builder, string path, ServiceLifetime lifetime)
        where TNamespace : class, IClientNamespace
    {
        ArgumentNullException.ThrowIfNull(path);
        return Add<TNamespace>(builder, NamespacePath.Validate(path), lifetime);
    }

    /// <summary>Adds a namespace class whose instances are made by a factory.</summary>
    /// <remarks>The container disposes what the factory makes. See <see cref="AddNamespace{TNamespace}(ISocketIOClientBuilder, ServiceLifetime)"/> for the
    /// lifetimes.</remarks>
    /// <typeparam name="TNamespace">The class: an <see cref="AsyncClientNamespace"/>, or a <see cref="ClientNamespace"/> whose handlers may block.</typeparam>
    /// <param name="builder">The client.</param>
    /// <param name="factory">Makes an instance with services: those of the host, or of the event where there is an instance per event. Each call must give a
    /// new one.</param>
    /// <param name="path">The namespace, such as <c>/chat</c>. Default: null, that of the constructor, else that of <see cref="NamespaceAttribute"/>, else
    /// <c>/</c>.</param>
    /// <param name="lifetime">One instance for all events, the default, or, <see cref="ServiceLifetime.Scoped"/> and <see cref="ServiceLifetime.Transient"/>
    /// alike, one per event.</param>
    /// <exception cref="NamespaceDefinitionException">The class is wrong; lists every fault that can be seen without services.</exception>
    /// <exception cref="ArgumentException"><paramref name="path"/> is not a namespace's path, or <paramref name="lifetime"/> none of the values.</exception>
    public static ISocketIOClientBuilder AddNamespace<[DynamicallyAccessedMembers(MadeClass)] TNamespace>(
        this ISocketIOClientBuilder builder,
        Func<IServiceProvider, TNamespace> factory,
        string? path = null,
        ServiceLifetime lifetime = ServiceLifetime.Singleton)
        where TNamespace : class, IClientNamespace
    {
        ArgumentNullException.ThrowIfNull(factory);
        return Add<TNamespace>(builder, path is null ? null : NamespacePath.Validate(path), lifetime, factory);
    }

    /// <summary>Adds every namespace class of an assembly that says its path by <see cref="NamespaceAttribute"/>.</summary>
    /// <remarks>These are the public and internal classes, nested ones too, that derive from <see cref="AsyncClientNamespace"/> or
    /// <see cref="ClientNamespace"/> and are neither abstract nor generic; a base class's attribute counts. Those that the client has already are left as
    /// they were added.</remarks>
    /// <param name="builder">The client.</param>
    /// <param name="assembly">The assembly, such as <c>typeof(Program).Assembly</c>.</param>
    /// <param name="lifetime">One instance of each class for all events, the default, or, <see cref="ServiceLifetime.Scoped"/> and
    /// <see cref="ServiceLifetime.Transient"/> alike, one per event.</param>
    /// <exception cref="ArgumentException">There is no such class, or <paramref name="lifetime"/> is none of the values.</exception>
    /// <exception cref="NamespaceDefinitionException">A class is wrong; lists every fault that can be seen without services. Nothing is added.</exception>
    /// <exception cref="AggregateException">Several classes are wrong: a <see cref="NamespaceDefinitionException"/> for each. Nothing is added.</exception>
    [RequiresUnreferencedCode("The classes are found by reflection, which sees only those that trimming leaves. Add each by AddNamespace.")]
    public static ISocketIOClientBuilder AddNamespacesFromAssembly(
        this ISocketIOClientBuilder builder, Assembly assembly, ServiceLifetime lifetime = ServiceLifetime.Singleton)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        ThrowUnlessKnown(lifetime);
        foreach (Type type in AssemblyNamespaces.Find(assembly))
        {
            if (!NamespaceServices.Has(builder.Services, builder.Name, type))
                NamespaceServices.Add(builder.Services, new NamespaceRegistration(builder.Name, type, path: null, lifetime));
        }

        return builder;
    }

    private static ISocketIOClientBuilder Add<[DynamicallyAccessedMembers(MadeClass)] TNamespace>(
        ISocketIOClientBuilder builder, string? path, ServiceLifetime lifetime, Func<IServiceProvider, TNamespace>? factory = null)
        where TNamespace : class, IClientNamespace
    {
        ThrowUnlessKnown(lifetime);
        NamespaceClass.Validate(typeof(TNamespace));
        NamespaceServices.Add(builder.Services, new NamespaceRegistration(builder.Name, typeof(TNamespace), path, lifetime, factory));
        return builder;
    }

    private static void ThrowUnlessKnown(ServiceLifetime lifetime)
    {
        if (!Enum.IsDefined(lifetime))
            throw new ArgumentOutOfRangeException(nameof(lifetime), lifetime, $"It is none of {string.Join(", ", Enum.GetNames<ServiceLifetime>())}.");
    }
}
