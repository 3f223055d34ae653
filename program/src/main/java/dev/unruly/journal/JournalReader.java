package dev.unruly.journal;

import dev.unruly.model.Chronicle;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;

/// Reads a journal back, also one whose writer was killed or whose end is damaged.
public final class JournalReader {

    private JournalReader() {}

    /// What was found.
    ///
    /// @param frames whole frames that were read
    /// @param whole whether the file ends with a whole frame
    /// @param damage what is wrong with the rest; empty: nothing
    public record Found(long frames, boolean whole, String damage) {}

    /// Tells everything that a folder's journal holds, in its order.
    ///
    /// @throws IOException if there is no journal or it cannot be read at all
    public static Found read(Path folder, Chronicle chronicle) throws IOException {
        Path path = folder.resolve(Journal.FILE);
        try (InputStream file = Files.newInputStream(path);
                var in = new DataInputStream(new BufferedInputStream(file, 1 << 16))) {
            byte[] magic = in.readNBytes(Journal.MAGIC.length);
            if (!Arrays.equals(magic, Journal.MAGIC)) {
                throw new IOException(path + " is not a journal of a version that can be read");
            }
            return frames(in, chronicle);
        }
    }

    private static Found frames(DataInputStream in, Chronicle chronicle) throws IOException {
        long frames = 0;
        while (true) {
            int length;
            int crc;
            byte[] records;
            try {
                int first = in.read();
                if (first < 0) {
                    return new Found(frames, true, "");
                }
                length = first << 24 | in.readUnsignedByte() << 16 | in.readUnsignedShort();
                if (length < 0 || length > Journal.LARGEST_FRAME) {
                    return new Found(frames, false, "a frame has no possible length");
                }
                crc = in.readInt();
                records = in.readNBytes(length);
            } catch (EOFException e) {
                return new Found(frames, false, "the last frame was not written to its end");
            }
            if (records.length < length) {
                return new Found(frames, false, "the last frame was not written to its end");
            }
            String damage = tell(records, crc, chronicle);
            if (!damage.isEmpty()) {
                return new Found(frames, false, damage);
            }
            frames++;
        }
    }

    private static String tell(byte[] records, int crc, Chronicle chronicle) {
        var found = new CRC32C();
        found.update(records);
        if ((int) found.getValue() != crc) {
            return "a frame's check sum is wrong";
        }
        var eye = new Eye(records);
        try {
            while (!eye.done()) {
                Records.read(eye, chronicle);
            }
            return "";
        } catch (IllegalArgumentException e) {
            return "a record cannot be read: " + e.getMessage();
        }
    }
}
