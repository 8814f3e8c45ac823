using ConformanceKit.Containers;
using ConformanceKit.Model;

namespace ConformanceKit.UnderTest;

// What is said about a container that does not get ready.
public sealed partial class ContainerProxy
{
    private const int FailureLogLines = 20;

    private async Task<HarnessException> DiedAsync(string name, Task<ContainerExit> exit, CancellationToken cancel)
    {
        var ended = await exit;
        var hint = ended.Code == 0
            ? " (a program that goes into the background ends its container: keep it in the foreground)"
            : "";
        return await FailureAsync($"exited right after its start with {ended}{hint}", name, cancel);
    }

    private async Task<HarnessException> FailureAsync(string what, string name, CancellationToken cancel)
    {
        var log = await _session.Engine.ReadLogAsync(name, FailureLogLines, cancel);
        var unreachable = _direct
            ? ""
            : " It is reached at a published port of 127.0.0.1; a kit that is itself in a container needs --network host for "
                + "that.";
        return new HarnessException(
            $"{Name} {what}. Check its configuration and the ports in its proxy.json (or --port).{unreachable} Its log ends with:"
            + Environment.NewLine + (log.Length > 0 ? log : "(the log is empty)"));
    }
}
