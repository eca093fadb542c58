using SocketIO.Namespaces.Dispatch;

namespace SocketIO.Namespaces.Tests.Dispatch;

public sealed class HandlerMethodLoadTests
{
    private sealed class Room
    {
        public int Seats;

        public void OnJoin(int seats, long more) => Seats += seats + (int)more;

        public async Task<string> OnAsk(string question, int number)
        {
            await Task.Yield();
            return question + number;
        }
    }

    [Test]
    public async Task One_handler_serves_many_threads_at_once()
    {
        var handler = Compile(nameof(Room.OnAsk));
        var room = new Room();

        await Parallel.ForAsync(0, 2_000, async (i, token) =>
        {
            using var packet = Given.Packet($"2{i}[\"ask\",\"q\",{i}]");
            var invocation = Given.Invocation(packet, cancellationToken: token);
            await handler.InvokeAsync(room, invocation);
            Assert.That(Given.Text(invocation.Acknowledgement), Is.EqualTo($"43{i}[\"q{i}\"]"));
        });
    }

    [Test]
    [Category("F6")]
    public void A_handler_that_completes_at_once_is_called_without_allocation()
    {
        var handler = Compile(nameof(Room.OnJoin));
        var room = new Room();
        using var packet = Given.Packet("""2["join",1,2]""");
        var invocation = Given.Invocation(packet);
        Call(handler, room, invocation, 100);

        var before = GC.GetAllocatedBytesForCurrentThread();
        Call(handler, room, invocation, 1_000);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.That(room.Seats, Is.EqualTo(3_300));
        Assert.That(allocated, Is.Zero);
    }

    private static void Call(HandlerMethod handler, Room room, HandlerInvocation invocation, int times)
    {
        for (var i = 0; i < times; i++)
        {
            var call = handler.InvokeAsync(room, invocation).AsTask();
            if (!call.IsCompletedSuccessfully)
                throw new AssertionException("The handler did not complete at once.");
        }
    }

    private static HandlerMethod Compile(string method)
        => HandlerMethod.Compile(typeof(Room).GetMethod(method)!, HandlerKind.Event, Given.Context(), [])!;
}
