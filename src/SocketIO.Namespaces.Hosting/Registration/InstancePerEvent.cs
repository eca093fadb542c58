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
            throw new InvalidOperationException(Contradiction(declared));

        _isChecked = true;
        return instance;
    }

    // The path is the attribute's, or else what an instance said that was made for that at the start.
    private string Contradiction(string declared)
        => registration.KnownPath is null
            ? $"An instance of {registration.Type.Name} says the path \"{declared}\", but the one made when the host started said \"{path}\": "
                + "give the path at the registration, by AddNamespace."
            : $"The constructor of {registration.Type.Name} says the path \"{declared}\", but its [Namespace] \"{path}\", which counts where an instance is made "
                + $"per event: keep one of the two, or say the path by AddNamespace<{registration.Type.Name}>(path, lifetime).";
}
