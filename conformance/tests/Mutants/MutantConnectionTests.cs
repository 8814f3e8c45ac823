using ConformanceKit.Model;
using ConformanceKit.Mutants;
using ConformanceKit.Wire;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.Mutants;

[CancelAfter(60_000)]
internal sealed class MutantConnectionTests
{
    private const int Content = 8 * 1024 * 1024;

    [Test]
    public async Task What_the_reference_said_before_it_was_gone_still_reaches_the_client(CancellationToken cancel)
    {
        // A reference that refuses the request, and soon stops reading: a RST follows its answer at once.
        var hasty = new Mutant("hasty", "lingers for a millisecond", () => new Flaw()
            .Options(options => options with { LingerTimeout = TimeSpan.FromMilliseconds(1) })
            .BodyBytes(Leg.FromClient, bytes => bytes));
        await using var proxy = new MutantProxy(hasty);
        var running = await proxy.StartAsync(cancel);
        var host = $"{running.Denies.Address}:80";

        for (var round = 0; round < 20; round++)
        {
            await using var client = await WireConnection.DialAsync(running.Plain.EndPoint, new Transcript(), new Waits(),
                cancel);
            var answer = client.ReadFinalHeadAsync(TimeSpan.FromSeconds(10), cancel);
            await client.TrySendAsync(
                Requests.Absolute("POST", $"http://{host}/", $"Content-Length: {Content}") + new string('a', Content), cancel);

            (await answer).StatusCode.Should().Be(502);
        }
    }
}
