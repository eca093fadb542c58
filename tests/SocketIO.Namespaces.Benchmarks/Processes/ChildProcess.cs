using System.ComponentModel;

namespace SocketIO.Namespaces.Benchmarks.Processes;

/// <summary>A process that speaks in lines, and ends with this one.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(2);

    private readonly Process _process;

    private ChildProcess(Process process) => _process = process;

    public TimeSpan CpuTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    public static ChildProcess Start(string program, params IEnumerable<string> arguments)
        => new(Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true })!);

    /// <summary>Starts another verb of this program.</summary>
    public static ChildProcess StartSelf(params string[] arguments)
    {
        var program = Environment.ProcessPath!;
        return Path.GetFileNameWithoutExtension(program) == "dotnet"
            ? Start(program, [typeof(ChildProcess).Assembly.Location, .. arguments])
            : Start(program, arguments);
    }

    /// <summary>Runs a program to its end.</summary>
    /// <returns>The reason why it failed, or null.</returns>
    public static async Task<string?> FaultAsync(string program, params IEnumerable<string> arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var errors = process.StandardError.ReadToEndAsync();
            await process.StandardOutput.ReadToEndAsync();
            await process.WaitForExitAsync();
            return process.ExitCode == 0 ? null : (await errors).Trim();
        }
        catch (Win32Exception exception)
        {
            return exception.Message;
        }
    }

    /// <exception cref="IOException">The process ended, or said nothing for too long.</exception>
    public async Task<string> ReadLineAsync(TimeSpan patience)
    {
        using var silence = new CancellationTokenSource(patience);
        try
        {
            return await _process.StandardOutput.ReadLineAsync(silence.Token) ?? throw new IOException("It ended.");
        }
        catch (OperationCanceledException)
        {
            throw new IOException($"It has not answered for {patience.TotalSeconds} seconds.");
        }
    }

    public async Task WriteLineAsync(string line)
    {
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        using var patience = new CancellationTokenSource(LongestEnd);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
