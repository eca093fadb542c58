using System.Diagnostics;
using Microsoft.Extensions.Time.Testing;

namespace SocketIO.Namespaces.Tests.TestDoubles;

/// <summary>Time under a test's control that passes while something is waited for.</summary>
internal static class PassingTime
{
    /// <summary>Lets time pass until a task ends: the timers it hangs on may not have been set yet.</summary>
    public static async Task AdvanceUntilAsync(this FakeTimeProvider time, Task task, TimeSpan step)
    {
        for (var began = Stopwatch.GetTimestamp(); !task.IsCompleted; await Task.WhenAny(task, Task.Delay(5)))
        {
            if (Stopwatch.GetElapsedTime(began) > Soon.Patience)
                throw new TimeoutException("The task did not end, however much time passed.");
            time.Advance(step);
        }
    }
}
