namespace SocketIO.Namespaces.Hosting.Registration;

/// <summary>Makes the instances of a namespace class that has one per event.</summary>
/// <param name="registration">The class.</param>
/// <param name="path">The namespace that they serve.</param>
internal sealed class InstancePerEvent(NamespaceRegistration registration, string path)
{
    private bool _isChecked;

    /// <param name="services">The services of the event.</param>
    /// <exception cref="InvalidOperationException">Its constructor says another path.</exception>
    public IClientNamespace Create(IServiceProvider services)
    {
        IClientNamespace instance = registration.GetInstance(services);
        if (!_isChecked && registration.PathOf(instance) is var declared && declared != path)
        {
            throw new InvalidOperationException(
                $"The constructor of {registration.Type.Name} says the path \"{declared}\", but its [Namespace] \"{path}\", which counts where an instance is made "
                + $"per event: keep one of the two, or say the path by AddNamespace<{registration.Type.Name}>(path, lifetime).");
        }

        _isChecked = true;
        return instance;
    }
}
