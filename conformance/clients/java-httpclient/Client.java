import com.google.gson.Gson;
import java.io.*;
import java.net.*;
import java.net.http.*;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.*;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.*;
import javax.net.ssl.*;

/** Fetches with java.net.http what each line of standard input asks for. */
class Client {
    record Task(String id, String url, String proxy, String ca, String user, String password, double timeout) {}

    static SSLContext trustOf(Task task) throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        var certificate = new ByteArrayInputStream(Files.readAllBytes(Path.of(task.ca)));
        store.setCertificateEntry("ca", CertificateFactory.getInstance("X.509").generateCertificate(certificate));
        var managers = TrustManagerFactory.getInstance("PKIX");
        managers.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context;
    }

    static HttpClient clientFor(Task task) throws Exception {
        var proxy = URI.create(task.proxy);
        var client = HttpClient.newBuilder().sslContext(trustOf(task)).followRedirects(HttpClient.Redirect.NORMAL)
            .proxy(ProxySelector.of(new InetSocketAddress(proxy.getHost(), proxy.getPort())));
        return task.user == null ? client.build() : client.authenticator(new Authenticator() {
            @Override protected PasswordAuthentication getPasswordAuthentication() {
                return getRequestorType() != RequestorType.PROXY ? null
                    : new PasswordAuthentication(task.user, task.password.toCharArray());
            }
        }).build();
    }

    static Map<String, Object> fetch(Task task) {
        try {
            var timeout = Duration.ofMillis((long) (task.timeout * 1000));
            var request = HttpRequest.newBuilder(URI.create(task.url)).timeout(timeout).build();
            var response = clientFor(task).send(request, BodyHandlers.ofByteArray());
            var body = response.body() == null ? new byte[0] : response.body(); // null behind a 407 that a proxy sent
            return Map.of(
                "id", task.id, "status", response.statusCode(), "body", Base64.getEncoder().encodeToString(body));
        } catch (Exception error) {
            return Map.of("id", task.id, "error", error.toString());
        }
    }

    public static void main(String[] arguments) {
        var gson = new Gson();
        new BufferedReader(new InputStreamReader(System.in)).lines().map(line -> gson.fromJson(line, Task.class))
            .forEach(task -> new Thread(() -> System.out.println(gson.toJson(fetch(task)))).start());
    }
}
