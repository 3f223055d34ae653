package dev.unruly.shop.provider;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Signed statements of who somebody is: `user.signature`, signed with HMAC-SHA-256. The key comes
/// from the shop's seed, which is good enough for people who do not exist.
final class Tokens {
    private final SecretKeySpec key;

    Tokens(long seed) {
        this.key =
                new SecretKeySpec(
                        ("identity " + seed).getBytes(StandardCharsets.UTF_8), "HmacSHA256");
    }

    String sign(String user) {
        return user + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature(user));
    }

    /// The user a token speaks of, if the signature is ours.
    Optional<String> verify(String token) {
        int dot = token.lastIndexOf('.');
        if (dot < 0) {
            return Optional.empty();
        }
        String user = token.substring(0, dot);
        byte[] signed = sign(user).getBytes(StandardCharsets.UTF_8);
        boolean ours = MessageDigest.isEqual(signed, token.getBytes(StandardCharsets.UTF_8));
        return ours ? Optional.of(user) : Optional.empty();
    }

    private byte[] signature(String user) {
        try {
            Mac mac = Mac.getInstance(key.getAlgorithm());
            mac.init(key);
            return mac.doFinal(user.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }
}
