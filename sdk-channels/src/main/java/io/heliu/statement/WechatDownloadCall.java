package io.heliu.statement;

import io.heliu.Fault;
import io.heliu.http.HttpStatus;
import io.heliu.http.RemoteCall;
import io.heliu.http.WireRequest;
import io.heliu.http.WireResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Downloads a bill. The request is signed; the answer is not, so that the hash that came with the
 * address vouches for it. The address lives seconds to minutes and is never tried twice: a new one
 * is asked for instead.
 */
final class WechatDownloadCall implements RemoteCall<byte[]> {
  private final WechatSigner signer;
  private final String account;
  private final BillAddress.Found address;
  private final BillSettings settings;

  WechatDownloadCall(
      WechatSigner signer, String account, BillAddress.Found address, BillSettings settings) {
    this.signer = signer;
    this.account = account;
    this.address = address;
    this.settings = settings;
  }

  @Override
  public String operation() {
    return "bill-download";
  }

  @Override
  public String account() {
    return account;
  }

  @Override
  public boolean repeatable() {
    return false;
  }

  @Override
  public WireRequest request(Attempt attempt) {
    return signer.get(address.url(), "*/*", attempt.now());
  }

  @Override
  public Verdict<byte[]> read(WireResponse response) {
    if (response.status() == 429) {
      Verdict.Failed<byte[]> failed =
          (Verdict.Failed<byte[]>)
              HttpStatus.<byte[]>failed(WechatSigner.SYSTEM, operation(), response);
      return Verdict.failed(failed.fault(), Next.GIVE_UP);
    }
    if (response.status() != 200) {
      // An expired address answers with an error; a new address may well do better.
      return Verdict.failed(
          new Fault.Remote(details("no file but HTTP status " + response.status()), true),
          Next.GIVE_UP);
    }
    if (!sha1(response.body()).equals(address.sha1())) {
      throw new Fault.Protocol(details("the file's SHA-1 is not the one that was announced"), null);
    }
    return Verdict.done(response.body());
  }

  /** The hash is that of the text, not of the gzip that it comes in. */
  private String sha1(byte[] body) {
    try (InputStream text = BillEntries.unpacked(new ByteArrayInputStream(body), settings)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-1");
      new DigestInputStream(text, digest).transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(digest.digest());
    } catch (IOException e) {
      String message = "the file is damaged or exceeds a limit: " + e.getMessage();
      throw new Fault.Protocol(details(message), e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }

  private Fault.Details details(String message) {
    return Fault.Details.of(WechatSigner.SYSTEM, operation(), message);
  }
}
