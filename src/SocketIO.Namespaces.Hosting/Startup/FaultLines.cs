namespace SocketIO.Namespaces.Hosting.Startup;

/// <summary>How messages list faults: as they do in <see cref="NamespaceDefinitionException"/>.</summary>
internal static class FaultLines
{
    public static string Of(IEnumerable<string> faults) => string.Concat(faults.Distinct().Select(fault => $"{Environment.NewLine}- {fault}"));
}
