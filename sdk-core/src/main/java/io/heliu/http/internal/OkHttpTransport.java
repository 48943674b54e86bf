package io.heliu.http.internal;

import io.heliu.http.Transport;
import io.heliu.http.TransportSettings;
import io.heliu.http.WireRequest;
import io.heliu.http.WireResponse;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ProtocolException;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import okhttp3.Headers;
import okhttp3.HttpUrl;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import okhttp3.ResponseBody;
import okio.Buffer;

/** Sends over OkHttp. Redirects are not followed: a signed call must not wander. */
public final class OkHttpTransport implements Transport {
  private final OkHttpClient client;
  private final long maxBodyBytes;

  /** Creates a transport of its own. */
  public OkHttpTransport(TransportSettings settings) {
    this.client =
        new OkHttpClient.Builder()
            .connectTimeout(settings.connect())
            .readTimeout(settings.read())
            .writeTimeout(settings.read())
            .callTimeout(settings.call())
            .followRedirects(false)
            .followSslRedirects(false)
            .retryOnConnectionFailure(false)
            .addNetworkInterceptor(OkHttpTransport::withoutFollowUp)
            .build();
    this.maxBodyBytes = settings.maxBodyBytes();
  }

  /** OkHttp itself sends a request again if a 503 says "Retry-After: 0"; this is not for it. */
  private static Response withoutFollowUp(Interceptor.Chain chain) throws IOException {
    Response response = chain.proceed(chain.request());
    String wait = response.header("Retry-After");
    return response.code() == 503 && wait != null && wait.matches("0+")
        ? response.newBuilder().removeHeader("Retry-After").build()
        : response;
  }

  @Override
  public WireResponse send(WireRequest request) throws IOException {
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("interrupted before sending");
    }
    try (Response response = client.newCall(toOkHttp(request)).execute()) {
      return new WireResponse(response.code(), headers(response), body(response.body()));
    } catch (IOException e) {
      throw translate(e);
    }
  }

  /** OkHttp has one exception for an interrupt and a time-out, and quotes what it cannot read. */
  private static IOException translate(IOException e) {
    if (Thread.currentThread().isInterrupted()) {
      return new InterruptedIOException("interrupted");
    }
    if (e instanceof ProtocolException) {
      return new ProtocolException("the answer is not HTTP, or shorter than it says");
    }
    if (e instanceof InterruptedIOException) {
      return new SocketTimeoutException("no complete answer in time");
    }
    return e;
  }

  private byte[] body(ResponseBody body) throws IOException {
    Buffer buffer = new Buffer();
    while (body.source().read(buffer, 8192) != -1) {
      if (buffer.size() > maxBodyBytes) {
        throw new IOException("answer exceeds " + maxBodyBytes + " bytes");
      }
    }
    return buffer.readByteArray();
  }

  private static List<WireRequest.Header> headers(Response response) {
    Headers headers = response.headers();
    List<WireRequest.Header> result = new ArrayList<>(headers.size());
    for (int i = 0; i < headers.size(); i++) {
      result.add(new WireRequest.Header(headers.name(i), headers.value(i)));
    }
    return result;
  }

  /** OkHttp's own message would quote the address, and the query may carry secrets. */
  private static HttpUrl address(WireRequest request) {
    HttpUrl url = HttpUrl.parse(request.uri().toString());
    if (url == null) {
      throw new IllegalArgumentException("uri: must be an address with a valid host and port");
    }
    return url;
  }

  private static Request toOkHttp(WireRequest request) {
    Request.Builder builder = new Request.Builder().url(address(request));
    for (WireRequest.Header header : request.headers()) {
      builder.addHeader(header.name(), header.value());
    }
    boolean hasBody = !request.method().equals("GET");
    return builder
        .method(request.method(), hasBody ? RequestBody.create(request.body()) : null)
        .build();
  }

  @Override
  public void close() {
    client.dispatcher().executorService().shutdown();
    client.connectionPool().evictAll();
  }
}
