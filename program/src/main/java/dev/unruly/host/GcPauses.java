package dev.unruly.host;

import com.sun.management.GarbageCollectionNotificationInfo;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javax.management.ListenerNotFoundException;
import javax.management.Notification;
import javax.management.NotificationEmitter;
import javax.management.NotificationListener;
import javax.management.openmbean.CompositeData;

/// Listens to the garbage collector of this JVM. Any thread may ask.
///
/// The JVM reports a pause shortly after it, from a thread of its own. Cycles in which a concurrent
/// collector lets the program run are not pauses and do not count.
public final class GcPauses implements AutoCloseable {

    private final AtomicReference<Pauses> pauses = new AtomicReference<>(Pauses.NONE);
    private final NotificationListener listener = (notification, _) -> heard(notification);
    private final List<NotificationEmitter> emitters = new ArrayList<>();

    private GcPauses() {}

    /// Begins to listen.
    public static GcPauses listen() {
        var pauses = new GcPauses();
        for (GarbageCollectorMXBean bean : ManagementFactory.getGarbageCollectorMXBeans()) {
            // ZGC and Shenandoah have one bean for their cycles and one for the pauses in them.
            if (bean instanceof NotificationEmitter emitter && !bean.getName().endsWith("Cycles")) {
                emitter.addNotificationListener(pauses.listener, null, null);
                pauses.emitters.add(emitter);
            }
        }
        return pauses;
    }

    /// The pauses since the last call, or since listening began.
    public Pauses take() {
        return pauses.getAndSet(Pauses.NONE);
    }

    /// Ends listening.
    @Override
    public void close() {
        for (NotificationEmitter emitter : emitters) {
            try {
                emitter.removeNotificationListener(listener);
            } catch (ListenerNotFoundException impossible) {
                throw new IllegalStateException("we had added this listener", impossible);
            }
        }
        emitters.clear();
    }

    private void heard(Notification notification) {
        if (notification
                        .getType()
                        .equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION)
                && notification.getUserData() instanceof CompositeData data) {
            var info = GarbageCollectionNotificationInfo.from(data);
            long nanos = info.getGcInfo().getDuration() * 1_000_000;
            pauses.accumulateAndGet(new Pauses(1, nanos, nanos), Pauses::plus);
        }
    }
}
