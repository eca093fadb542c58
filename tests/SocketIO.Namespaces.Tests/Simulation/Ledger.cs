using System.Globalization;

namespace SocketIO.Namespaces.Tests.Simulation;

/// <summary>The model: what user, client and server did, held against what the client promises.</summary>
internal sealed class Ledger(Journal journal)
{
    private const int EmitDropped = 415;
    private const int BufferedEmitsDropped = 416;
    private const int CallbackGivenUp = 417;

    private readonly Lock _gate = new();
    private readonly List<Emission> _emissions = [];
    private readonly Dictionary<(string Caller, string Path), int> _lastReceived = [];
    private readonly Dictionary<int, (string Path, SimulatedLink? AckTo)> _serverEvents = [];
    private readonly Dictionary<string, int> _lastHandled = [];
    private readonly HashSet<int> _handled = [];
    private readonly HashSet<int> _leftBehind = [];
    private readonly HashSet<string> _connected = [];
    private ClientState _state;

    public Emission NewEmission(string caller, string path, EmissionKind kind)
    {
        lock (_gate)
        {
            var emission = new Emission(_emissions.Count, caller, path, kind);
            _emissions.Add(emission);
            return emission;
        }
    }

    public void OnHanded(ReadOnlySpan<byte> packet)
    {
        if (packet is not [(byte)'4', (byte)'2' or (byte)'5', ..])
            return;
        var emission = Find(SimulatedPacket.Parse(packet).Serial);
        emission.OnHanded();
        journal.FaultUnless(emission.Handed == 1, $"{emission} was handed to the transport twice.");
    }

    public void OnReceived(SimulatedPacket packet)
    {
        var emission = Find(packet.Serial);
        emission.OnReceived();
        journal.FaultUnless(emission.Received == 1, $"{emission} arrived twice.");
        journal.FaultUnless(emission.Path == packet.Path, $"{emission} arrived at {packet.Path}.");
        lock (_gate)
        {
            var key = (emission.Caller, emission.Path);
            if (_lastReceived.TryGetValue(key, out var last) && last > emission.Serial)
                journal.Fault($"{emission} arrived after {last}.");
            _lastReceived[key] = emission.Serial;
        }
    }

    public void OnServerEvent(string path, int serial, SimulatedLink? ackTo)
    {
        lock (_gate)
            _serverEvents.Add(serial, (path, ackTo));
    }

    /// <summary>The client leaves a namespace on a connection that lives on. What has been sent to it, and is read only once it is being joined again, can't be
    /// told from what a server sends from within its connect handler: ahead of its answer, and handled ahead of connect.</summary>
    public void OnLeft(string path)
    {
        lock (_gate)
            _leftBehind.UnionWith(_serverEvents.Where(sent => sent.Value.Path == path).Select(sent => sent.Key));
    }

    public void OnServerEventAcknowledged(SimulatedLink link, SimulatedPacket packet)
    {
        lock (_gate)
        {
            var serial = int.Parse(packet.Id, CultureInfo.InvariantCulture);
            var isAsked = _serverEvents.TryGetValue(serial, out var sent) && sent.AckTo == link && sent.Path == packet.Path;
            journal.FaultUnless(isAsked, $"Event {serial} was acknowledged to one who did not ask for it, or twice.");
            journal.FaultUnless(packet.Payload == $"[{serial}]", $"Event {serial} was acknowledged with {packet.Payload}.");
            _serverEvents[serial] = (sent.Path, null);
        }
    }

    public void OnHandled(string path, int serial)
    {
        lock (_gate)
        {
            journal.FaultUnless(_serverEvents[serial].Path == path, $"Event {serial} was handled in {path}.");
            journal.FaultUnless(_connected.Contains(path) || _leftBehind.Contains(serial), $"Event {serial} was handled while {path} was not connected.");
            journal.FaultUnless(_handled.Add(serial) && _lastHandled.GetValueOrDefault(path) < serial, $"Event {serial} was handled out of order, or twice.");
            _lastHandled[path] = serial;
        }
    }

    public bool IsHandled(int serial)
    {
        lock (_gate)
            return _handled.Contains(serial);
    }

    /// <summary>Whether the user has been told that the client is disposed.</summary>
    public bool KnowsOfDisposal
    {
        get
        {
            lock (_gate)
                return _state == ClientState.Disposed;
        }
    }

    public void OnConnect(string path)
    {
        lock (_gate)
            journal.FaultUnless(_connected.Add(path), $"{path} was connected twice without a disconnect between.");
    }

    public void OnDisconnect(string path)
    {
        lock (_gate)
            journal.FaultUnless(_connected.Remove(path), $"{path} was disconnected without a connect before.");
    }

    public void OnState(ClientStateChangedEventArgs change)
    {
        lock (_gate)
        {
            journal.FaultUnless(change.Previous == _state, $"{change.Previous} was left, but the state was {_state}.");
            journal.FaultUnless(LegalTransitions.All.Contains((change.Previous, change.Current)), $"{change.Previous} must not become {change.Current}.");
            _state = change.Current;
        }
    }

    /// <summary>Looks at what must hold once the client is disposed and nothing runs any more.</summary>
    public void CheckEnd()
    {
        lock (_gate)
        {
            journal.FaultUnless(_connected.Count == 0, $"No disconnect for {string.Join(", ", _connected)}.");
            var givenUp = journal.Logged(CallbackGivenUp).CountBy(values => (string)values["EventName"]!).ToDictionary(StringComparer.Ordinal);
            foreach (var emission in _emissions)
                Check(emission, givenUp.GetValueOrDefault(emission.EventName));
            foreach (var emissions in _emissions.GroupBy(emission => emission.Path))
                CheckNoneLost(emissions.Key, [.. emissions]);
        }
    }

    private void Check(Emission emission, int givenUp)
    {
        if (emission.Task is not { IsCompleted: true } task)
        {
            journal.Fault($"{emission} never ended.");
            return;
        }

        var isNotSent = task.Exception?.InnerException is SocketIOException { Delivery: Delivery.NotSent };
        journal.FaultUnless(!isNotSent || emission.Handed == 0, $"{emission} was handed to the transport, though its caller was told otherwise.");
        if (emission.Kind == EmissionKind.Callback && task.IsCompletedSuccessfully)
            journal.FaultUnless(emission.Callbacks + givenUp == 1, $"The callback of {emission} ran {emission.Callbacks} times and was given up {givenUp} times.");
        else
            journal.FaultUnless(emission.Callbacks == 0, $"The callback of {emission} ran although the emit failed.");
    }

    /// <summary>Every emit that was accepted has been handed to a transport, or the log tells that it was dropped.</summary>
    private void CheckNoneLost(string path, IReadOnlyList<Emission> emissions)
    {
        var kept = emissions.Where(emission => emission.Task!.IsCompletedSuccessfully && emission.Handed == 0 && emission.Kind != EmissionKind.Call).ToLookup(emission => emission.Kind);
        var told = journal.Logged(EmitDropped).Count(values => Equals(values["Namespace"], path))
            + journal.Logged(BufferedEmitsDropped).Where(values => Equals(values["Namespace"], path)).Sum(values => (int)values["Count"]!);
        var emits = kept[EmissionKind.Emit].Count();
        journal.FaultUnless(
            emits <= told,
            $"{emits} emits to {path} were neither sent nor, but for {told}, told to be dropped: {string.Join(", ", kept[EmissionKind.Emit].Select(emission => emission.Serial))}.");
    }

    private Emission Find(int serial)
    {
        lock (_gate)
            return _emissions[serial];
    }
}
