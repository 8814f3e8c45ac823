using ConformanceKit.Model;

namespace ConformanceKit.Containers;

/// <summary>
/// The part of a container engine that the kit needs. Every member throws a <see cref="HarnessException"/> that says what to
/// do if the engine is missing, does not answer, or refuses.
/// </summary>
public interface IContainerEngine
{
    /// <summary>The command that runs the kit again, without its arguments, for the advice.</summary>
    string Command { get; }

    /// <summary>Checks that the engine is installed and answers.</summary>
    /// <param name="cancel">Cancels the wait.</param>
    Task EnsureAvailableAsync(CancellationToken cancel);

    /// <summary>The id of a local image, or null if there is none with that name.</summary>
    /// <param name="reference">The image's name, tag or digest.</param>
    /// <param name="cancel">Cancels the wait.</param>
    Task<string?> FindImageAsync(string reference, CancellationToken cancel);

    /// <summary>Fetches an image from its registry.</summary>
    /// <param name="reference">The image's name, tag or digest.</param>
    /// <param name="progress">Called, often, with how far it has got; from any thread.</param>
    /// <param name="cancel">Cancels the pull.</param>
    Task PullImageAsync(string reference, Action<string> progress, CancellationToken cancel);

    /// <summary>Builds an image; quick if nothing has changed.</summary>
    /// <param name="contextFolder">The build context, with a <c>Dockerfile</c> at its top.</param>
    /// <param name="name">The name to give the image; its tag is a hash of the context.</param>
    /// <param name="progress">Called with each step of the build; from any thread.</param>
    /// <param name="cancel">Cancels the build.</param>
    /// <returns>The image's id, <c>sha256:...</c>.</returns>
    Task<string> BuildImageAsync(string contextFolder, string name, Action<string> progress, CancellationToken cancel);

    /// <summary>Creates a user-defined bridge network, with IPv6 if the engine supports it.</summary>
    /// <param name="request">Name, labels and the IPv6 prefix.</param>
    /// <param name="cancel">Cancels the wait.</param>
    Task<ContainerNetwork> CreateNetworkAsync(NetworkRequest request, CancellationToken cancel);

    /// <summary>Starts a container in the background.</summary>
    /// <param name="request">What to run, and its limits.</param>
    /// <param name="cancel">Cancels the wait.</param>
    Task RunAsync(ContainerRequest request, CancellationToken cancel);

    /// <summary>Starts a container again whose program has ended.</summary>
    /// <param name="container">Name of the container.</param>
    /// <param name="cancel">Cancels the wait.</param>
    Task StartAsync(string container, CancellationToken cancel);

    /// <summary>The state and addresses of a container on one network.</summary>
    /// <param name="container">Name of the container.</param>
    /// <param name="network">Name of the network.</param>
    /// <param name="cancel">Cancels the wait.</param>
    Task<ContainerState> InspectAsync(string container, string network, CancellationToken cancel);

    /// <summary>Waits for the container to end and returns how it did.</summary>
    /// <param name="container">Name of the container.</param>
    /// <param name="cancel">Cancels the wait; the container continues.</param>
    Task<ContainerExit> WaitForExitAsync(string container, CancellationToken cancel);

    /// <summary>
    /// Runs a command inside a running container and returns what it printed. Only a command that cannot be run is an error.
    /// </summary>
    /// <param name="container">Name of the container.</param>
    /// <param name="command">Program and arguments.</param>
    /// <param name="cancel">Cancels the wait.</param>
    Task<string> ExecuteAsync(string container, IReadOnlyList<string> command, CancellationToken cancel);

    /// <summary>
    /// Starts a program inside a running container, which needs <c>sh</c> and <c>setsid</c> of util-linux for that. The program
    /// has a process group of its own, and only the given streams.
    /// </summary>
    /// <param name="container">Name of the container.</param>
    /// <param name="command">Program and arguments.</param>
    /// <param name="withInput">Whether something is to be written to its standard input.</param>
    /// <param name="cancel">Cancels the start.</param>
    Task<IRunningProgram> StartProgramAsync(
        string container, IReadOnlyList<string> command, bool withInput, CancellationToken cancel);

    /// <summary>The last lines that a container wrote, standard output and error together.</summary>
    /// <param name="container">Name of the container.</param>
    /// <param name="lines">How many lines at most.</param>
    /// <param name="cancel">Cancels the wait.</param>
    Task<string> ReadLogAsync(string container, int lines, CancellationToken cancel);

    /// <summary>Every container and network that carries a label, stopped ones too.</summary>
    /// <param name="label">The label, <c>key=value</c>.</param>
    /// <param name="cancel">Cancels the wait.</param>
    Task<IReadOnlyList<LabelledObject>> ListAsync(string label, CancellationToken cancel);

    /// <summary>Stops and removes a container, or removes a network; it may already be gone.</summary>
    /// <param name="item">What to remove.</param>
    /// <param name="cancel">Cancels the wait.</param>
    Task RemoveAsync(LabelledObject item, CancellationToken cancel);
}
