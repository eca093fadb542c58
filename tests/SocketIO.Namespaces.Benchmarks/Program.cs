using SocketIO.Namespaces.Benchmarks.Micro;
using SocketIO.Namespaces.Benchmarks.Peers;
using SocketIO.Namespaces.Benchmarks.Peers.SignalR;
using SocketIO.Namespaces.Benchmarks.Report;
using SocketIO.Namespaces.Benchmarks.Scenarios;
using SocketIO.Namespaces.Benchmarks.Server;

switch (args)
{
    case ["compare", .. var options]:
        return await CompareCommand.RunAsync(options);
    case ["micro", .. var options]:
        MicroCommand.Run(options);
        return 0;
    case ["--help"] or []:
        Console.WriteLine(ComparisonOptions.Usage);
        return 0;
    case ["server"]:
        using (var server = new FloodServer())
        {
            Console.WriteLine(server.Url);
            _ = server.RunAsync();
            await Console.In.ReadToEndAsync();
        }

        return 0;
    case [SignalRServer.Verb]:
        await SignalRServer.RunAsync();
        return 0;
    case ["client", var peer, var workload, var url]:
        await ClientCommand.RunAsync(peer, Workload.Parse(workload), new(url));
        return 0;
    default:
        Console.Error.WriteLine(ComparisonOptions.Usage);
        return 2;
}
