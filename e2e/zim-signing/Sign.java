import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * Signs ZIM requests as the page "Accessing Server APIs" has it in Java. Takes groups of four
 * arguments, AppId, SignatureNonce, ServerSecret and Timestamp; prints a signature on a line each.
 */
public class Sign {
    static String signature(long appId, String nonce, String secret, long timestamp) throws Exception {
        String text = String.valueOf(appId) + nonce + secret + String.valueOf(timestamp);
        byte[] sum = MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8));
        StringBuilder hex = new StringBuilder();
        for (byte b : sum) {
            hex.append(String.format("%02x", b)); // a byte is signed in Java; %02x takes it as it is
        }
        return hex.toString();
    }

    public static void main(String[] args) throws Exception {
        for (int i = 0; i + 4 <= args.length; i += 4) {
            System.out.println(signature(Long.parseLong(args[i]), args[i + 1], args[i + 2], Long.parseLong(args[i + 3])));
        }
    }
}
