package dev.unruly.gateway;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Messages of PostgreSQL's protocol 3.0, as its documentation lays them out.
final class Pg {

    static final byte[] SSL_REQUEST = Conversation.hex("00000008 04d2162f");
    static final byte[] GSS_REQUEST = Conversation.hex("00000008 04d21630");
    static final byte[] CANCEL = Conversation.hex("00000010 04d2162e 00001234 0000abcd");
    static final byte[] SYNC = Conversation.hex("53 00000004");
    static final byte[] FLUSH = Conversation.hex("48 00000004");
    static final byte[] TERMINATE = Conversation.hex("58 00000004");
    static final byte[] COPY_DONE = Conversation.hex("63 00000004");
    static final byte[] PARSED = Conversation.hex("31 00000004");
    static final byte[] BOUND = Conversation.hex("32 00000004");
    static final byte[] NO_DATA = Conversation.hex("6e 00000004");
    static final byte[] READY = Conversation.hex("5a 00000005 49");
    static final byte[] AUTHENTICATED = Conversation.hex("52 00000008 00000000");
    static final byte[] COPY_IN = Conversation.hex("47 00000009 00 0001 0000");
    static final byte[] COPY_OUT = Conversation.hex("48 00000009 00 0001 0000");
    static final byte[] COPY_BOTH = Conversation.hex("57 00000007 00 0000");

    private Pg() {}

    /// A start-up packet of protocol 3.0.
    static byte[] start() {
        return Conversation.hex(
                "00000025 00030000 7573657200 706f73746772657300 646174616261736500 73686f7000 00");
    }

    static byte[] message(char type, byte[] body) {
        return ByteBuffer.allocate(5 + body.length)
                .put((byte) type)
                .putInt(4 + body.length)
                .put(body)
                .array();
    }

    static byte[] message(char type, String body) {
        return message(type, (body + "\0").getBytes(StandardCharsets.UTF_8));
    }

    static byte[] query(String sql) {
        return message('Q', sql);
    }

    static byte[] parse(String sql) {
        return message('P', Conversation.join(text(""), text(sql), new byte[2]));
    }

    static byte[] bind() {
        return message('B', Conversation.join(text(""), text(""), new byte[6]));
    }

    static byte[] describe() {
        return message('D', Conversation.join(new byte[] {'P'}, text("")));
    }

    static byte[] execute() {
        return message('E', Conversation.join(text(""), new byte[4]));
    }

    static byte[] row(int bytes) {
        return message(
                'D', ByteBuffer.allocate(6 + bytes).putShort((short) 1).putInt(bytes).array());
    }

    static byte[] done(String tag) {
        return message('C', tag);
    }

    static byte[] error(String state) {
        var body = new ByteArrayOutputStream();
        body.writeBytes(text("SERROR"));
        body.writeBytes(text("C" + state));
        body.writeBytes(text("Msomething went wrong"));
        body.write(0);
        return message('E', body.toByteArray());
    }

    static byte[] notice() {
        return message('N', Conversation.join(text("SNOTICE"), text("Mby the way"), new byte[1]));
    }

    static byte[] notification() {
        return message('A', Conversation.join(new byte[4], text("channel"), text("payload")));
    }

    static byte[] parameter(String name, String value) {
        return message('S', Conversation.join(text(name), text(value)));
    }

    static byte[] copyData(int bytes) {
        return message('d', new byte[bytes]);
    }

    private static byte[] text(String text) {
        return (text + "\0").getBytes(StandardCharsets.UTF_8);
    }
}
