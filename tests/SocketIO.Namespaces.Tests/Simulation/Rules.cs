namespace SocketIO.Namespaces.Tests.Simulation;

/// <summary>What the server does about a dial.</summary>
internal enum DialRule
{
    Accept,
    Refuse,
    Forbid,
    AskToWait,
    NeverAnswer,
    NeverOpen,
    OpenWithGarbage,
    OpenAndClose,
    AnswerJoinsWithGarbage,
}

/// <summary>What the server does about a CONNECT.</summary>
internal enum JoinRule
{
    Accept,
    Refuse,
    NeverAnswer,
    CutConnection,
}

/// <summary>How the server acknowledges.</summary>
internal enum AckRule
{
    Once,
    Twice,
    Late,
    Never,
    OtherId,
}

/// <summary>How the server ends a connection.</summary>
internal enum LossRule
{
    Close,
    Break,
    SendClose,
    SendGarbage,
    SendBadPacket,
    FailWrites,
    FallSilent,
}
