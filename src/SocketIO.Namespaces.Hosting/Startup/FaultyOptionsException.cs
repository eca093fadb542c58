using Microsoft.Extensions.Options;

namespace SocketIO.Namespaces.Hosting.Startup;

/// <summary>Options of a client cannot work. The message has a line for each fault.</summary>
internal sealed class FaultyOptionsException(OptionsValidationException faults)
    : OptionsValidationException(faults.OptionsName, faults.OptionsType, faults.Failures)
{
    public override string Message => $"What is registered for Socket.IO cannot work:{FaultLines.Of(Failures)}";
}
