using CsCheck;

namespace SocketIO.Namespaces.Tests.Simulation;

/// <summary>Makes scenarios from seeds.</summary>
internal static class Scenarios
{
    private const int Threads = 16;

    private static readonly Gen<string> Path = Gen.OneOf("/", "/", "/a", "/b");

    private static readonly Gen<string> Caller = Gen.OneOf("Ann", "Ben", "Cem");

    private static readonly Gen<string> Behaviour = Gen.Frequency(
        (12, Gen.Const("return")),
        (2, Gen.Const("throw")),
        (3, Gen.Const("hang")),
        (1, Gen.Const("hang deaf")),
        (4, Gen.Const("emit")),
        (4, Gen.Const("call")),
        (1, Gen.Const("disconnect")),
        (1, Gen.Const("leave")),
        (1, Gen.Const("reconnect")));

    private static readonly Gen<TimeSpan?> Patience = Gen.Frequency(
        (3, Gen.Const((TimeSpan?)null)),
        (1, Gen.Int[1, 12_000].Select(milliseconds => (TimeSpan?)TimeSpan.FromMilliseconds(milliseconds))));

    private static readonly Gen<EmitOptions> EmitOptions =
        Gen.Select(Gen.Frequency((6, Gen.Const(WhenDisconnected.Buffer)), (1, Gen.Const(WhenDisconnected.Fail)), (1, Gen.Const(WhenDisconnected.Drop))), Patience)
            .Select((whenDisconnected, age) => new EmitOptions { WhenDisconnected = whenDisconnected, MaxAge = age });

    private static readonly Gen<Step> Connect = Gen.Select(Path.Array[0, 2], Gen.Bool, Patience).Select((paths, retry, patience) =>
        new Step($"connect to [{string.Join(", ", paths)}], retry: {retry}, for {patience}", run => run.Connect(paths, retry, patience)));

    private static readonly Gen<Step> Emit =
        Gen.Select(Caller, Path, Gen.Enum<EmissionKind>(), EmitOptions, Patience, Gen.Bool).Select((caller, path, kind, options, patience, attaches) =>
            new Step($"{caller}: {kind} to {path}, {options}, for {patience}", run => run.User.Emit(caller, path, kind, options, patience, attaches)));

    private static readonly Gen<Step> EmitMany = Gen.Select(Caller, Path, Gen.Int[2, 8]).Select((caller, path, count) =>
        new Step($"{caller} emits {count} times to {path}", run =>
        {
            for (var i = 0; i < count; i++)
                run.User.Emit(caller, path, EmissionKind.Emit, new EmitOptions(), patience: null, attaches: false);
        }));

    private static readonly Gen<Step> ServerEmits = Gen.Select(Path, Gen.Int[1, 4], Gen.Bool, Behaviour).Select((path, count, wantsAck, behaviour) =>
        new Step($"server: {count} events to {path}, wants ack: {wantsAck}, handler: {behaviour}", run =>
        {
            for (var i = 0; i < count; i++)
                run.Server.Emit(path, wantsAck, i == 0 ? behaviour : "return");
        }));

    private static readonly Gen<Step> Loss = Gen.Enum<LossRule>().Select(how => new Step($"server loses the connection: {how}", run => run.Server.Link?.Lose(how)));

    private static readonly Step Disconnect = new("disconnect", run => run.User.Begin("disconnect", () => run.User.Client.DisconnectAsync()));

    private static readonly Step Reconnect = new("reconnect", run => run.User.Begin("reconnect", () => run.User.Client.ReconnectAsync()));

    private static readonly Gen<Step> UserStep = Gen.Frequency(
        (3, Connect),
        (10, Emit),
        (4, EmitMany),
        (2, Path.Select(path => new Step($"join {path}", run => run.User.Begin($"join {path}", () => run.User.Client.JoinAsync(path))))),
        (2, Path.Select(path => new Step($"leave {path}", run => run.User.Begin($"leave {path}", () => run.User.Client.Of(path).LeaveAsync())))),
        (2, Gen.Const(Reconnect)),
        (1, Gen.Const(Disconnect)),
        (2, Gen.Select(Gen.OneOf("connect", "disconnect", "connect_error"), Behaviour).Select((moment, behaviour) =>
            new Step($"{moment} handlers: {behaviour}", run => run.User.Behave(moment, behaviour)))));

    private static readonly Gen<Step> ServerStep = Gen.Frequency(
        (8, ServerEmits),
        (5, Loss),
        (3, Gen.Enum<DialRule>().Select(rule => new Step($"server dials: {rule}", run => run.Server.Dials = rule))),
        (3, Gen.Select(Path, Gen.Enum<JoinRule>()).Select((path, rule) => new Step($"server joins {path}: {rule}", run => run.Server.Join(path, rule)))),
        (3, Gen.Enum<AckRule>().Select(rule => new Step($"server acknowledges: {rule}", run => run.Server.Acks = rule))),
        (2, Gen.Const(new Step("server sends late acks", run => run.Server.AcknowledgeLate()))),
        (2, Path.Select(path => new Step($"server disconnects {path}", run => run.Server.Disconnect(path)))),
        (1, Gen.Const(new Step("server disconnects all", run => run.Server.Disconnect(path: null)))),
        (3, Gen.Bool.Select(isStalled => new Step($"server reads: {!isStalled}", run => run.Server.Link?.Stall(isStalled)))),
        (4, Gen.Const(new Step("server recovers", run => run.Server.Recover()))));

    private static readonly Gen<Step> Pass = Gen.Frequency((3, Gen.Int[1, 2_000]), (3, Gen.Int[2_000, 12_000]), (1, Gen.Int[12_000, 70_000])).Select(milliseconds =>
        new Step($"{milliseconds} ms pass", run => run.Pass(TimeSpan.FromMilliseconds(milliseconds))));

    private static readonly Gen<Step> AnyStep = Gen.Frequency((10, UserStep), (9, ServerStep), (7, Pass));

    private static readonly Gen<Setup> AnySetup =
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 9], Gen.Bool, Gen.OneOf(Gen.Const((int?)null), Gen.Int[2, 4].Select(count => (int?)count)), Gen.Int[0, 2], Gen.UInt)
            .Select((settles, reconnects, returns, attempts, tight, jitter) => new Setup(settles > 0, reconnects > 0, returns, attempts, tight == 0, jitter));

    private static readonly Step Dispose = new("dispose", run => run.Dispose());

    private static readonly Gen<Func<string, Step>> ThreadEmits = Gen.Select(Path, Gen.Enum<EmissionKind>(), EmitOptions, Gen.Bool).Select(
        (path, kind, options, attaches) => (Func<string, Step>)(thread =>
            new Step($"{kind} to {path}", run => run.User.Emit(thread, path, kind, options, patience: null, attaches))));

    private static readonly Gen<Func<string, Step>> ThreadChangesConnection = Gen.Frequency(
        (8, Connect),
        (8, Loss),
        (4, Gen.Const(Disconnect)),
        (4, Gen.Const(Reconnect)),
        (1, Gen.Const(new Step("dispose", run => run.User.Begin("dispose", () => run.User.Client.DisposeAsync().AsTask()))))).Select(step => (Func<string, Step>)(_ => step));

    private static readonly Gen<Step> Race = Gen.Frequency((60, ThreadEmits), (25, ThreadChangesConnection)).Array[3, 12].Array[Threads]
        .Select(threads => threads.Select((steps, index) => steps.Select(step => step($"thread {index}")).ToArray()).ToArray())
        .Select(threads => new Step("at once:\n" + string.Join('\n', threads.Select(steps => $"  - {string.Join("; ", steps.AsEnumerable())}")), run => run.AtOnce(threads)));

    /// <summary>Everything, in any order.</summary>
    public static Gen<Scenario> Any { get; } =
        Gen.Select(AnySetup, Connect, AnyStep.List[3, 40]).Select((setup, first, steps) => new Scenario(setup, [first, .. steps]));

    /// <summary>The client is disposed at some moment.</summary>
    public static Gen<Scenario> Disposed { get; } =
        Gen.Select(AnySetup, Connect, AnyStep.List[0, 6]).Select((setup, first, steps) => new Scenario(setup, [first, .. steps, Dispose]));

    /// <summary>Many threads use the client at once; it is disposed under their hands, or afterwards.</summary>
    public static Gen<Scenario> Raced { get; } =
        Gen.Select(AnySetup, Connect, Race, Race).Select((setup, first, race, other) => new Scenario(setup with { Settles = false }, [first, race, other]));
}
