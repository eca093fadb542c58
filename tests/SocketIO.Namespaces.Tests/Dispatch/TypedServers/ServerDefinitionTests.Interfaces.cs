using System.Runtime.CompilerServices;

namespace SocketIO.Namespaces.Tests.Dispatch.TypedServers;

public sealed partial class ServerDefinitionTests
{
    private interface INamed
    {
        Task SendMessageAsync();

        Task URLChanged();

        Task Async();

        [On("room:history")]
        Task History();
    }

    private interface IHelped
    {
        Task Join();

        sealed Task JoinAgain() => Helper(this);

        private static Task Helper(IHelped helped)
        {
            return Local();

            Task Local() => helped.Join();
        }

        private Task Other() => Join();
    }

    private interface IDisposed : IDisposable, IAsyncDisposable;

    private interface IProperty
    {
        string Topic { get; set; }

        int this[int index] { get; }
    }

    private interface IEvent
    {
        event Action Joined;
    }

    private interface IStatic
    {
        static Task Join() => Task.CompletedTask;

        static int operator +(IStatic server, int number) => number;
    }

    private interface IStaticProperty
    {
        static int Default => 1;
    }

    private interface IBody
    {
        Task Join() => Task.CompletedTask;
    }

    private interface IJoin
    {
        Task Join();
    }

    private interface IExplicitBody : IJoin
    {
        Task IJoin.Join() => Task.CompletedTask;
    }

    private interface IGeneric
    {
        Task Join<T>(T room);
    }

    private interface IVoid
    {
        void Join();
    }

    private interface IInherits : IVoid;

    private interface IValue
    {
        int Count();
    }

    private interface ITaskLike
    {
        YieldAwaitable Join();

        Task2 Derived();

        IAsyncEnumerable<int> Stream();
    }

    private sealed class Task2() : Task<int>(() => 1);

    private interface ITaskOfTask
    {
        Task<Task> Join();
    }

    private interface IRefReturn
    {
        ref Task Join();
    }

    private interface IByRef
    {
        Task Join(ref int a, in int b, out int c, in CancellationToken d);
    }

    private interface ISpan
    {
        Task Join(ReadOnlySpan<char> text);
    }

    private interface ICallback
    {
        ValueTask Join(Action done);
    }

    private interface ITaskArgument
    {
        Task Join(Task<int> a, ValueTask b);
    }

    private interface IParams
    {
        Task Join(params string[] rooms);
    }

    private interface ITokenFirst
    {
        Task Join(CancellationToken token, string room);
    }

    private interface ITwoTokens
    {
        Task Join(CancellationToken first, CancellationToken second);
    }

    private interface INullableToken
    {
        Task Join(CancellationToken? token);
    }

    private interface IReserved
    {
        Task Connect();

        [On("disconnect")]
        Task Leave();
    }

    private interface IAll
    {
        [On("*")]
        Task Join();
    }

    private interface INameless
    {
        [On("")]
        Task Join();
    }

    private interface ITwins
    {
        ValueTask Join(string room);

        Task JoinAsync();
    }

    private interface ISameOn
    {
        [On("x")]
        Task First();

        [On("x")]
        Task Second();
    }

    private interface IManyFaults : IDisposable
    {
        int Topic { get; }

        void Join();

        Task Leave<T>();
    }
}
