using System.Globalization;
using System.Net;
using SocketIO.Namespaces.Transports;

namespace SocketIO.Namespaces.Tests.Simulation;

/// <summary>A server that goes by rules which the simulation changes as it pleases. It answers on the thread that writes to it, so it is never late
/// unless told to be.</summary>
internal sealed class SimulatedServer(Journal journal, Ledger ledger, TimeProvider clock) : ITransportConnector
{
    private readonly Lock _gate = new();
    private readonly List<SimulatedLink> _links = [];
    private readonly List<(SimulatedLink Link, string Ack)> _late = [];
    private readonly Dictionary<string, JoinRule> _joins = [];
    private int _events;

    public Ledger Ledger => ledger;

    public DialRule Dials { get; set; }

    public AckRule Acks { get; set; }

    /// <summary>All connections there ever were.</summary>
    public IReadOnlyList<SimulatedLink> Links
    {
        get
        {
            lock (_gate)
                return [.. _links];
        }
    }

    /// <summary>The newest connection; null before the first.</summary>
    public SimulatedLink? Link
    {
        get
        {
            lock (_gate)
                return _links.LastOrDefault();
        }
    }

    public void Join(string path, JoinRule rule)
    {
        lock (_gate)
            _joins[path] = rule;
    }

    /// <summary>Sends an event to a namespace, if it is joined.</summary>
    /// <returns>Its serial number; null if it was not sent.</returns>
    public int? Emit(string path, bool wantsAck, string behaviour)
    {
        lock (_gate)
        {
            if (_links.LastOrDefault() is not { IsAlive: true } link || !link.Joined.Contains(path))
                return null;
            var serial = ++_events;
            ledger.OnServerEvent(path, serial, wantsAck ? link : null);
            link.Send($"{SimulatedPacket.Head('2', path)}{(wantsAck ? serial : "")}[\"work\",{serial},\"{behaviour}\"]");
            return serial;
        }
    }

    /// <summary>Disconnects a namespace, or with null all.</summary>
    public void Disconnect(string? path)
    {
        lock (_gate)
        {
            if (_links.LastOrDefault() is not { } link)
                return;
            foreach (var joined in link.Joined.Where(joined => path is null || joined == path).ToArray())
            {
                link.Joined.Remove(joined);
                link.Send(SimulatedPacket.Head('1', joined));
            }
        }
    }

    /// <summary>Sends the acknowledgements that were put off.</summary>
    public void AcknowledgeLate()
    {
        lock (_gate)
        {
            foreach (var (link, ack) in _late)
                link.Send(ack);
            _late.Clear();
        }
    }

    /// <summary>Does as good servers do from now on.</summary>
    public void Recover()
    {
        lock (_gate)
        {
            Dials = DialRule.Accept;
            Acks = AckRule.Once;
            _joins.Clear();
            foreach (var link in _links)
                link.Stall(isStalled: false);
        }

        AcknowledgeLate();
    }

    public async ValueTask<ITransport> ConnectAsync(TransportKind kind, TransportRequest request, CancellationToken cancellationToken)
    {
        journal.Note($"  dial: {Dials}");
        switch (Dials)
        {
            case DialRule.Refuse:
                throw new TransportException("refused");
            case DialRule.Forbid:
                throw new TransportException("forbidden") { StatusCode = HttpStatusCode.Forbidden };
            case DialRule.AskToWait:
                throw new TransportException("busy") { StatusCode = HttpStatusCode.ServiceUnavailable, RetryAfter = TimeSpan.FromSeconds(7) };
            case DialRule.NeverAnswer:
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
                break;
        }

        lock (_gate)
        {
            var link = new SimulatedLink(this, clock, _links.Count + 1) { SpoilsJoins = Dials == DialRule.AnswerJoinsWithGarbage };
            _links.Add(link);
            Open(link, Dials);
            return link;
        }
    }

    public void Receive(SimulatedLink link, byte[] message)
    {
        lock (_gate)
        {
            if (!link.IsAlive)
                return;
            if (message[0] == (byte)'b')
                journal.FaultUnless(link.AttachmentsDue-- > 0, "An attachment came without a packet.");
            else if (message[0] == (byte)'4')
                Receive(link, SimulatedPacket.Parse(message));
        }
    }

    private static void Open(SimulatedLink link, DialRule rule)
    {
        if (rule == DialRule.OpenWithGarbage)
            link.Send("0[]");
        else if (rule == DialRule.OpenAndClose)
            link.Lose(LossRule.Close);
        else if (rule != DialRule.NeverOpen)
            link.SendHandshake();
    }

    private void Receive(SimulatedLink link, SimulatedPacket packet)
    {
        journal.Note($"  server {link.Number} < {packet}");
        journal.FaultUnless(link.AttachmentsDue == 0, "A packet came between another and its attachments.");
        link.AttachmentsDue = packet.Attachments;
        switch (packet.Type)
        {
            case '0':
                Join(link, packet.Path);
                break;
            case '1':
                link.Joined.Remove(packet.Path);
                link.Entered.Remove(packet.Path);
                ledger.OnLeft(packet.Path);
                break;
            case '3':
                journal.FaultUnless(link.Entered.Contains(packet.Path), $"An acknowledgement for {packet.Path}, which has been left.");
                ledger.OnServerEventAcknowledged(link, packet);
                break;
            default:
                Take(link, packet);
                break;
        }
    }

    private void Join(SimulatedLink link, string path)
    {
        journal.FaultUnless(!link.Joined.Contains(path), $"A second CONNECT to {path}.");
        var rule = _joins.GetValueOrDefault(path);
        if (link.SpoilsJoins || rule == JoinRule.CutConnection)
        {
            link.Lose(link.SpoilsJoins ? LossRule.SendBadPacket : LossRule.Break);
        }
        else if (rule == JoinRule.Refuse)
        {
            link.Send(SimulatedPacket.Head('4', path) + """{"message":"not you"}""");
        }
        else if (rule == JoinRule.Accept)
        {
            link.Joined.Add(path);
            link.Entered.Add(path);
            link.Send($"{SimulatedPacket.Head('0', path)}{{\"sid\":\"{path} on {link.Number}\"}}");
        }
    }

    private void Take(SimulatedLink link, SimulatedPacket packet)
    {
        journal.FaultUnless(link.Entered.Contains(packet.Path), $"An event for {packet.Path}, which was not joined, or has been left.");
        if (!link.Joined.Contains(packet.Path))
            return; // it crossed a disconnect
        ledger.OnReceived(packet);
        if (packet.Id.Length > 0)
            Acknowledge(link, packet);
    }

    private void Acknowledge(SimulatedLink link, SimulatedPacket packet)
    {
        var ack = $"{SimulatedPacket.Head('3', packet.Path)}{packet.Id}[{packet.Serial}]";
        switch (Acks)
        {
            case AckRule.Once:
                link.Send(ack);
                break;
            case AckRule.Twice:
                link.Send(ack);
                link.Send(ack);
                break;
            case AckRule.Late:
                _late.Add((link, ack));
                break;
            case AckRule.OtherId:
                link.Send($"{SimulatedPacket.Head('3', packet.Path)}{(1_000_000 + packet.Serial).ToString(CultureInfo.InvariantCulture)}[0]");
                break;
        }
    }
}
