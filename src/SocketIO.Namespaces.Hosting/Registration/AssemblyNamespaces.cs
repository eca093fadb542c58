using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.ExceptionServices;
using SocketIO.Namespaces.Namespaces;

namespace SocketIO.Namespaces.Hosting.Registration;

/// <summary>Finds the namespace classes of an assembly.</summary>
internal static class AssemblyNamespaces
{
    /// <exception cref="ArgumentException">There is none.</exception>
    /// <exception cref="NamespaceDefinitionException">A class is wrong.</exception>
    /// <exception cref="AggregateException">Several classes are wrong.</exception>
    [RequiresUnreferencedCode("The classes are found by reflection.")]
    public static IReadOnlyList<Type> Find(Assembly assembly)
    {
        Type[] found = [.. assembly.GetTypes().Where(IsMeant)];
        if (found.Length == 0)
        {
            throw new ArgumentException(
                $"There is no namespace class in {assembly.GetName().Name}. Looked for public and internal classes that derive from {nameof(AsyncClientNamespace)} or "
                + $"{nameof(ClientNamespace)}, are neither abstract nor generic, and have [Namespace].", nameof(assembly));
        }

        NamespaceDefinitionException[] faulty = [.. found.Select(Check).OfType<NamespaceDefinitionException>()];
        if (faulty is [var only])
            ExceptionDispatchInfo.Throw(only);
        return faulty.Length == 0 ? found : throw new AggregateException($"Namespace classes of {assembly.GetName().Name} cannot be used.", faulty);
    }

    private static bool IsMeant(Type type)
        => type is { IsClass: true, IsAbstract: false, ContainsGenericParameters: false }
            && typeof(IClientNamespace).IsAssignableFrom(type)
            && type.IsDefined(typeof(NamespaceAttribute), inherit: true)
            && IsVisible(type);

    private static bool IsVisible(Type type)
        => type is not ({ IsNestedPrivate: true } or { IsNestedFamily: true } or { IsNestedFamANDAssem: true })
            && (type.DeclaringType is not { } outer || IsVisible(outer));

    [RequiresUnreferencedCode("The classes are found by reflection.")]
    private static NamespaceDefinitionException? Check(Type type)
    {
        try
        {
            NamespaceClass.Validate(type);
            return null;
        }
        catch (NamespaceDefinitionException faulty)
        {
            return faulty;
        }
    }
}
