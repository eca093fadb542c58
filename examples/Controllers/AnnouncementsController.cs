using Microsoft.AspNetCore.Mvc;
using SocketIO.Namespaces;

namespace Controllers;

/// <summary>Says something, and waits for nobody: by the emitter of a namespace class. While there is no connection, what is emitted waits for it.</summary>
[ApiController]
[Route("announcements")]
public sealed class AnnouncementsController(ISocketIOEmitter<ChatNamespace> chat) : ControllerBase
{
    [HttpPost]
    public async Task<IActionResult> Post(ChatMessage message, CancellationToken cancellationToken)
    {
        await chat.EmitAsync("say", message, cancellationToken);
        return Accepted();
    }
}
