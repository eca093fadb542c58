using Microsoft.AspNetCore.Mvc;

namespace Controllers;

/// <summary>Says something, and waits for the server's acknowledgement: by a typed server.</summary>
[ApiController]
[Route("messages")]
public sealed class MessagesController(IChatServer server) : ControllerBase
{
    [HttpPost]
    public Task<Receipt> Post(ChatMessage message, CancellationToken cancellationToken) => server.Say(message, cancellationToken);
}
