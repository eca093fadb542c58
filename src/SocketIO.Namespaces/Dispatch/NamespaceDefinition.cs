namespace SocketIO.Namespaces.Dispatch;

/// <summary>What a namespace class declares: its path and which method handles which event.</summary>
internal sealed class NamespaceDefinition
{
    public Type Type => throw new NotImplementedException();

    /// <summary>The path of <see cref="NamespaceAttribute"/>; null where the class has none.</summary>
    public string? Path => throw new NotImplementedException();

    /// <summary>Reads a class by reflection.</summary>
    /// <exception cref="NamespaceDefinitionException">Lists every fault that reflection sees.</exception>
    public static NamespaceDefinition Inspect(Type type) => throw new NotImplementedException();

    /// <summary>Compiles the class's handlers.</summary>
    /// <exception cref="NamespaceDefinitionException">Lists every fault that needs the services to see.</exception>
    public HandlerTable Compile(BindingContext context) => throw new NotImplementedException();
}
