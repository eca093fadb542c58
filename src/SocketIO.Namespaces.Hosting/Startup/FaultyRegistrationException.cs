using Microsoft.Extensions.Options;

namespace SocketIO.Namespaces.Hosting.Startup;

/// <summary>Several things that are registered cannot work. The message has a line for each fault; the inner exceptions tell them by their kinds.</summary>
internal sealed class FaultyRegistrationException(IEnumerable<Exception> faults) : AggregateException(faults)
{
    public override string Message => $"What is registered for Socket.IO cannot work:{FaultLines.Of(InnerExceptions.SelectMany(Describe))}";

    private static IEnumerable<string> Describe(Exception fault) => fault switch
    {
        OptionsValidationException options => options.Failures,
        NamespaceDefinitionException definition => definition.Faults.Select(each => $"{definition.NamespaceType.Name}: {each}"),
        _ => [fault.Message],
    };
}
