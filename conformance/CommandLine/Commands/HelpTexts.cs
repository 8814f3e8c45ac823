namespace ConformanceKit.CommandLine.Commands;

/// <summary>What <c>--help</c> says about each command; <see cref="SuiteExamples"/> fills in words in braces.</summary>
internal static class HelpTexts
{
    public const string Root = """
        Grades HTTP forward proxies against the RFCs, byte by byte on both sides of the proxy.

        Without a command, it takes the options of run (see 'run --help') and grades the reference proxy.

        Examples:
          {program} --no-browser                         the reference proxy, inside this process
          {program} run squid apache                     proxies in containers, side by side
          {program} run --proxy http://127.0.0.1:8888    an instance that is already running
          {program} explain {case} squid      one case, with both sides' bytes
          {program} try "CONNECT example.test:443"       one request of your own, explained

        Exit codes: 0 conformant, or exactly as the baseline says; 1 a requirement is broken, or a
        verdict differs from the baseline; 2 wrong usage; 3 harness error, or a proxy never started;
        4 nothing selected, or a part of a filter selects nothing; 130 interrupted.
        """;

    public const string Run = """
        Grades proxies: runs every selected scenario against each and reports what is broken, with the clause.

        Examples:
          run                                                 the reference proxy, inside this process
          run squid apache --json report.json                 two proxies, and the whole evidence in a file
          run reference squid --html site                     a site to read: the matrix, and every exchange drawn
          run squid --junit out.xml --markdown summary.md     for a CI system
          run --image vendor/proxy:2.1 --port 3128            a vendor's image
          run --proxy http://127.0.0.1:8888 \
              --auth-proxy http://user:pass@127.0.0.1:8889    both listeners of one instance
          run --socks-proxy socks5://127.0.0.1:1080           one that speaks only SOCKS5
          run --proxy http://127.0.0.1:8888 --name acme \
              --describe proxy.json --baseline update         all that is known about it; its baseline
          run --filter '{globs}' --level must      a subset
          run squid --shard 2/4                               shard 2 of 4, for a CI matrix
          run squid --shard auto                              this job's shard, from the CI system's variables
          run --repeat 20                                     look for flakes
        """;

    public const string Client = """
        Grades clients: each fetches what a scenario asks for through a proxy with one behaviour, and what it sends and tells its
        caller is compared with the RFCs.

        Examples:
          client                                              .NET's HttpClient, inside this process
          client scripted --verbose                           a client that does what the RFCs say
          client httpclient --filter 'client/any-2xx'         a subset
          client curl python-requests --html site             two clients in containers; a site to read
          client --command 'curl -x {proxy} --cacert {ca} {url}' \
              --credentials '-U {user}:{password}'            any client of this machine

        A client that cannot do what a scenario needs, such as speaking TLS to a proxy, is not graded there.
        """;

    public const string Clients =
        "Lists the known clients, with what each can do, and whether it can run here.";

    public const string Serve = """
        Serves one proxy until Ctrl-C, for a client that no command can start: a browser, a phone, an application. It prints each
        exchange as it happens, with what every step means. Without a name it lists what there is.

        Examples:
          serve                                               the proxies with one behaviour, each with a sentence
          serve {behaviour}                                   one of them, on 127.0.0.1:3128
          serve mutant:{mutant}                    the reference with one rule broken
          serve {behaviour} --listen 192.168.1.10:3128        for other devices, at an address of this machine

        Whatever the client asks for leads to two pages of the kit's own, one in cleartext and one inside TLS, and never into a
        network. The CA of the latter exists only as long as the command runs. It ends with exit code 130.
        """;

    public const string List =
        "Prints the catalogue: every scenario with its id, level, clause and title, by group; the rows that no scenario checks, "
        + "with the reason; and the number of rows and scenarios in each group, with how many of its rows no scenario checks.";

    public const string Explain = """
        Runs one case and prints the annotated exchange: client, proxy and origin side by side, with the bytes.

        Examples:
          explain {case}                                   on the reference proxy
          explain {row} squid                           each input of the row
          explain '{glob}'                                    every scenario that matches
          explain {case} --proxy http://127.0.0.1:8888     an instance that is already running
          explain {case} mutant:{mutant}                    a proxy with one rule broken
          explain client/connect-target curl                         a client, for the scenarios of the group client

        Each step comes with its meaning and its clause. Where the proxy breaks the requirement, the step has a ✗ in the margin and
        its bytes have ^^^ under them; then comes what the reference does in the same case.

        explain exits as a run of this case alone would: with 0 even for a failure that the proxy's baseline expects.
        """;

    public const string Try = """
        Sends one request through a proxy and explains the exchange: what went over the wire, and what the RFCs say about it.

        Examples:
          try "CONNECT example.test:443" --tls                      a tunnel, and TLS inside it
          try "GET http://example.test/" squid                      the same origin through another proxy
          try @request.bin --proxy http://127.0.0.1:8888            the exact bytes of a file

        Names under .test lead to an origin of the kit's own, so no network is needed and both sides of the proxy are seen: it
        echoes what comes through a tunnel, and greets whoever sends another request. The reference resolves these names itself;
        in a request to any other proxy they are replaced by the origin's address, but not in a file. Any other host is the
        proxy's to find, and only the client's side is seen.

        After a 2xx to CONNECT the client sends a line (--then), takes what comes back, ends its side of the tunnel, and reads
        until the other side ends too. Exit code 0 if a complete response arrived, whatever its status; 3 if none did.
        """;

    public const string Report = """
        Writes saved JSON reports in other formats. Several files become one report: the shards of a proxy are joined, different
        proxies are listed side by side. If a case occurs in two files, the later run wins. Different versions of one proxy cannot
        be joined: 'diff' compares them. report exits as a run with these results would have.

        Examples:
          report squid.json --markdown summary.md             for a job's summary or a comment
          report shard-1.json shard-2.json --json whole.json  joins the shards of a CI matrix
          report squid.json apache.json --html site           two proxies, side by side, as a site
        """;

    public const string Diff = """
        Compares two saved JSON reports: which verdicts regressed, were fixed, changed in another way (another reason, or no
        longer shown), are new or were removed, and which versions differ. Proxies are paired by name; if each report has just
        one proxy, the two are compared whatever their names. Exit code 1 if anything regressed; --fail-on says what counts.

        Examples:
          diff monday.json tuesday.json
          diff 2.0.json 2.1.json --format markdown >>comment.md
          diff main.json branch.json --format json | jq .regressed
          diff main.json branch.json --fail-on must           a new warning is listed, but exits with 0
        """;

    public const string Mutants = """
        Proves that the suite can fail: runs it against mutants of the reference, each with exactly one rule broken, and says
        whether each mutant breaks the scenarios that it must, for the reason that it declares, and no others. Exit code 1 if one
        does not, or if a scenario has no mutant. A shard covers its own mutants and their scenarios; the matrix holds if every
        shard passes.

        Examples:
          mutants                                             the whole matrix
          mutants {mutant}                  one mutant
          mutants --nightly --filter '{slow}'           include the slow scenarios
          mutants --shard 2/4                                 shard 2 of 4 of the mutants, for a CI matrix
          mutants --filter '{glob}' --json matrix.json     some scenarios against all mutants
          run mutant:{mutant}               what the suite reports about it
        """;

    public const string Schema = "Prints the JSON Schema of the reports that run --json and report --json write.";

    public const string Proxies = "Lists the known proxies, their features, and whether they can start here.";

    public const string Clean =
        "Removes the containers and networks that an interrupted run left; with --images, also the images that were built for "
        + "proxies, except those of existing containers.";
}
