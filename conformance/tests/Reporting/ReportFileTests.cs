using ConformanceKit.Model;
using ConformanceKit.Reporting.Json;
using FluentAssertions;
using NUnit.Framework;

namespace ConformanceKit.Tests.Reporting;

internal sealed class ReportFileTests
{
    private string _folder = "";

    [SetUp]
    public void MakeFolder() => _folder = Directory.CreateTempSubdirectory("conformancekit-test-").FullName;

    [TearDown]
    public void RemoveFolder() => Directory.Delete(_folder, recursive: true);

    [Test]
    public async Task A_fault_costs_no_earlier_report()
    {
        var path = Path.Combine(_folder, "out.json");
        await File.WriteAllTextAsync(path, "earlier");
        var file = new ReportFile(new("--json", path), (_, stream) =>
        {
            stream.Write("half"u8);
            throw new IOException("No space left on device");
        });

        (await file.Awaiting(it => it.WriteAsync(SampleReport.Build(), default)).Should().ThrowAsync<HarnessException>())
            .WithMessage($"{path} cannot be written: No space left on device");

        (await File.ReadAllTextAsync(path)).Should().Be("earlier");
        Directory.GetFiles(_folder).Should().Equal(path);
    }

    [Test]
    public async Task A_new_report_takes_the_place_of_the_old_one_where_a_link_leads()
    {
        if (OperatingSystem.IsWindows())
            return; // links and modes are those of Unix
        var (path, link) = (Path.Combine(_folder, "out.json"), Path.Combine(_folder, "link"));
        await File.WriteAllTextAsync(path, "earlier");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        File.CreateSymbolicLink(link, path);

        var file = new ReportFile(new("--json", link), (_, stream) => stream.Write("later"u8));
        await file.WriteAsync(SampleReport.Build(), default);

        (await File.ReadAllTextAsync(path)).Should().Be("later");
        new FileInfo(link).LinkTarget.Should().Be(path);
        File.GetUnixFileMode(path).Should().Be(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        Directory.GetFiles(_folder).Should().BeEquivalentTo(path, link);
    }

    [Test]
    public async Task A_device_stays_a_device()
    {
        if (!File.Exists("/dev/null"))
            Assert.Ignore("This system has no /dev/null.");

        var file = new ReportFile(new("--json", "/dev/null"), (_, stream) => stream.Write("text"u8));
        await file.WriteAsync(SampleReport.Build(), default);

        (await File.ReadAllTextAsync("/dev/null")).Should().BeEmpty();
    }
}
