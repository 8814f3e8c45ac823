import com.google.gson.Gson;
import java.io.*;
import java.net.*;
import java.nio.file.*;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.*;
import javax.net.ssl.*;

/** Fetches with URLConnection what each line of standard input asks for, each with its own authenticator and trust. */
class Client {
    record Task(String id, String url, String proxy, String ca, String user, String password, double timeout) {}

    static SSLSocketFactory trustOf(Task task) throws Exception {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        var certificate = new ByteArrayInputStream(Files.readAllBytes(Path.of(task.ca)));
        store.setCertificateEntry("ca", CertificateFactory.getInstance("X.509").generateCertificate(certificate));
        var managers = TrustManagerFactory.getInstance("PKIX");
        managers.init(store);
        var context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return context.getSocketFactory();
    }

    static HttpURLConnection connectionFor(Task task) throws Exception {
        var proxy = URI.create(task.proxy);
        var connection = (HttpURLConnection) new URL(task.url).openConnection(
            new Proxy(Proxy.Type.HTTP, new InetSocketAddress(proxy.getHost(), proxy.getPort())));
        connection.setConnectTimeout((int) (task.timeout * 1000));
        connection.setReadTimeout((int) (task.timeout * 1000));
        connection.setAuthenticator(new Authenticator() {
            @Override protected PasswordAuthentication getPasswordAuthentication() {
                return task.user == null || getRequestorType() != RequestorType.PROXY ? null
                    : new PasswordAuthentication(task.user, task.password.toCharArray());
            }
        });
        if (connection instanceof HttpsURLConnection secure) secure.setSSLSocketFactory(trustOf(task));
        return connection;
    }

    static Map<String, Object> fetch(Task task) {
        try {
            var connection = connectionFor(task);
            var status = connection.getResponseCode();
            var content = status < 400 ? connection.getInputStream() : connection.getErrorStream();
            var body = content == null ? new byte[0] : content.readAllBytes(); // an error may have no content
            return Map.of("id", task.id, "status", status, "body", Base64.getEncoder().encodeToString(body));
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
