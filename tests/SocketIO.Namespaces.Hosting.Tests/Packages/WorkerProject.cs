namespace SocketIO.Namespaces.Hosting.Tests.Packages;

/// <summary>The files of a user's worker, which is its own server too.</summary>
internal static class WorkerProject
{
    public const string Program = """
        using SocketIO.Namespaces;

        await using var server = await SocketIOTestServer.StartAsync();

        var builder = Host.CreateApplicationBuilder(args);
        builder.Services
            .AddSocketIOClient(options => options.Url = server.Url)
            .AddNamespace<ChatNamespace>();
        using var host = builder.Build();
        await host.StartAsync();

        await server.Of("/chat").WaitForClientAsync();
        var (status, code) = await server.Of("/chat").CallAsync<(string, int)>("join", "lobby");
        Console.WriteLine($"The server got {status}, {code}.");
        await host.StopAsync();

        [Namespace("/chat")]
        public sealed class ChatNamespace(ILogger<ChatNamespace> log) : AsyncClientNamespace
        {
            public (string Status, int Code) OnJoin(string room)
            {
                log.LogInformation("joining {Room}", room);
                return ("OK", 123);
            }
        }
        """;

    public static string Project(string version) => $"""
        <Project Sdk="Microsoft.NET.Sdk.Worker">

          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <Nullable>enable</Nullable>
            <ImplicitUsings>enable</ImplicitUsings>
            <UseAppHost>false</UseAppHost>
            <NuGetAudit>false</NuGetAudit>
            <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
          </PropertyGroup>

          <ItemGroup>
            <PackageReference Include="Microsoft.Extensions.Hosting" Version="{Repository.ExtensionsVersion}" />
            <PackageReference Include="SocketIO.Namespaces.Hosting" Version="{version}" />
            <PackageReference Include="SocketIO.Namespaces.Testing" Version="{version}" />
          </ItemGroup>

        </Project>
        """;

    /// <summary>Takes our packages from the feed, and others from where this machine has them already: no network, and nothing is left in its cache.</summary>
    public static string NuGetConfig(string feed, string packageCache) => $"""
        <configuration>
          <packageSources>
            <clear />
            <add key="feed" value="{feed}" />
          </packageSources>
          <fallbackPackageFolders>
            <clear />
            <add key="cache" value="{packageCache}" />
          </fallbackPackageFolders>
        </configuration>
        """;
}
