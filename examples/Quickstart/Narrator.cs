namespace Quickstart;

/// <summary>Tells the story on the console.</summary>
public sealed class Narrator
{
    public void Step(string text) => Console.WriteLine($"\n{text}");

    public void Client(string text) => Console.WriteLine($"  client | {text}");

    public void Server(string text) => Console.WriteLine($"  server | {text}");
}
