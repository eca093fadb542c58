using System.Runtime.CompilerServices;

#pragma warning disable CA1822, IDE0051, CA1052 // the classes under test are as users may write them

namespace SocketIO.Namespaces.Tests.Dispatch;

/// <summary>Good and faulty classes.</summary>
public sealed partial class NamespaceDefinitionTests
{
    [Namespace("/good")]
    private class Good : AsyncClientNamespace
    {
        public void OnJoin(string room) => _ = room;

        [On("room:history")]
        public void History()
        {
        }

        public Task OnConnect() => Task.CompletedTask;

        [On("*")]
        public void Anything(string eventName) => _ = eventName;
    }

    private sealed class InheritsPath : Good;

    private abstract class Base : AsyncClientNamespace
    {
        public virtual void OnJoin()
        {
        }

        public string OnLeave() => GetType().Name;

        [On("named")]
        public virtual void Named()
        {
        }

        [NonEvent]
        protected virtual void OnTemplate()
        {
        }

        public virtual void OnExcluded()
        {
        }

        public void OnHidden()
        {
        }
    }

    private sealed class Derived : Base
    {
        public override void OnJoin()
        {
        }

        public override void Named()
        {
        }

        protected override void OnTemplate()
        {
        }

        [NonEvent]
        public override void OnExcluded()
        {
        }

        public new void OnHidden()
        {
        }
    }

    private abstract class Abstract : AsyncClientNamespace;

    private sealed class Generic<T> : AsyncClientNamespace
    {
        public void OnJoin(T value) => _ = value;
    }

    private interface IContract;

    private sealed class Contract : IContract;

    [Namespace("chat")]
    private sealed class PathWithoutSlash : AsyncClientNamespace;

    [Namespace("")]
    private sealed class PathEmpty : AsyncClientNamespace;

    private sealed class Private : AsyncClientNamespace
    {
        private void OnJoin()
        {
        }
    }

    private class Protected : AsyncClientNamespace
    {
        protected void OnJoin()
        {
        }
    }

    private sealed class Internal : AsyncClientNamespace
    {
        [On("join")]
        internal void Named()
        {
        }
    }

    private class HasSecret : AsyncClientNamespace
    {
        private void OnSecret()
        {
        }
    }

    private sealed class PrivateInBase : HasSecret;

    private sealed class Static : AsyncClientNamespace
    {
        public static void OnJoin()
        {
        }
    }

    private sealed class AsyncVoid : AsyncClientNamespace
    {
#pragma warning disable VSTHRD100 // what is refused here
        public async void OnJoin() => await Task.Yield();
#pragma warning restore VSTHRD100
    }

    private sealed class GenericMethod : AsyncClientNamespace
    {
        public void OnJoin<T>(T value) => _ = value;
    }

    private sealed class ByRef : AsyncClientNamespace
    {
        public void OnJoin(ref int seats) => seats = 1;
    }

    private sealed class Out : AsyncClientNamespace
    {
        public void OnJoin(out int seats) => seats = 1;
    }

    private sealed class Span : AsyncClientNamespace
    {
        public void OnJoin(ReadOnlySpan<char> text) => _ = text.Length;
    }

    private sealed class Stream : AsyncClientNamespace
    {
        public IAsyncEnumerable<int> OnJoin() => AsyncEnumerable.Empty<int>();
    }

    private sealed class Awaitable : AsyncClientNamespace
    {
        public YieldAwaitable OnJoin() => Task.Yield();
    }

    private sealed class RefReturn : AsyncClientNamespace
    {
        private int _seats;

        public ref int OnJoin() => ref _seats;
    }

    private sealed class Both : AsyncClientNamespace
    {
        [On("join")]
        [NonEvent]
        public void OnJoin()
        {
        }
    }

    private sealed class Empty : AsyncClientNamespace
    {
        [On("")]
        public void Join()
        {
        }
    }

    private sealed class CatchAllOfNumber : AsyncClientNamespace
    {
        [On("*")]
        public void Anything(int number) => _ = number;
    }

    private sealed class DisconnectWithString : AsyncClientNamespace
    {
        public void OnDisconnect(string reason) => _ = reason;
    }

    private sealed class ReasonInEvent : AsyncClientNamespace
    {
        public void OnDisconnected(DisconnectReason reason) => _ = reason;
    }

    private sealed class Overloads : AsyncClientNamespace
    {
        public void OnJoin(string room) => _ = room;

        public void OnJoin(int room) => _ = room;
    }

    private sealed class AsyncTwin : AsyncClientNamespace
    {
        public void OnJoin()
        {
        }

        public Task OnJoinAsync() => Task.CompletedTask;
    }

    private sealed class Spellings : AsyncClientNamespace
    {
        public void OnMyEvent()
        {
        }

        public void OnMy_Event()
        {
        }
    }

    private sealed class SameName : AsyncClientNamespace
    {
        [On("room:join")]
        public void First()
        {
        }

        [On("room:join")]
        public void Second()
        {
        }
    }

    private sealed class TwoConnects : AsyncClientNamespace
    {
        public void OnConnect()
        {
        }

        [On("connect")]
        public void Joined()
        {
        }
    }

    private sealed class TwoCatchAlls : AsyncClientNamespace
    {
        [On("*")]
        public void First(string eventName) => _ = eventName;

        [On("*")]
        public void Second(string eventName) => _ = eventName;
    }

    [Namespace("chat")]
    private abstract class ManyFaults : AsyncClientNamespace
    {
        private void OnOne()
        {
        }

        public IAsyncEnumerable<int> OnTwo() => AsyncEnumerable.Empty<int>();

        public void OnThree(ref int seats) => seats = 1;
    }

    private sealed class NotHandlers : AsyncClientNamespace
    {
        public event Action? OnChanged;

        public int OnProperty { get; set; }

        public void Once() => OnChanged?.Invoke();

        public void online()
        {
        }

        public void Join()
        {
            OnLocal();

            static void OnLocal()
            {
            }
        }

        [NonEvent]
        private static void OnHelper()
        {
        }
    }

    private sealed class ExplicitImplementation : AsyncClientNamespace, OnTime.IClock
    {
        void OnTime.IClock.OnTick()
        {
        }
    }

    private sealed class NeedsServices : AsyncClientNamespace
    {
        public void OnFirst(IContract contract) => _ = contract;

        public void OnSecond([Injected] Contract contract) => _ = contract;
    }
}
