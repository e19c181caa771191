package io.spendstream.embedded;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The settings of the server: durable to the disk, small, on the loopback address, in UTC. */
record PostgresSettings(int port) {
    /** Returns the file PostgreSQL reads. */
    String toFile() {
        return settings().entrySet().stream()
                .map(setting -> setting.getKey() + " = '" + setting.getValue() + "'\n")
                .collect(Collectors.joining("", "# written at each start; ALTER SYSTEM overrides it\n", ""));
    }

    private Map<String, String> settings() {
        var settings = new TreeMap<String, String>();
        settings.put("port", String.valueOf(port));
        settings.put("listen_addresses", LoopbackPort.HOST);
        settings.put("unix_socket_directories", "");
        settings.put("max_connections", "50");

        settings.put("fsync", "on");
        settings.put("synchronous_commit", "on");
        settings.put("full_page_writes", "on");

        settings.put("shared_buffers", "64MB");
        settings.put("effective_cache_size", "256MB");
        settings.put("work_mem", "8MB");
        settings.put("maintenance_work_mem", "64MB");
        settings.put("max_wal_size", "512MB");
        settings.put("max_worker_processes", "4");
        settings.put("max_parallel_workers", "2");
        settings.put("max_parallel_workers_per_gather", "1");
        settings.put("max_logical_replication_workers", "0");
        settings.put("max_wal_senders", "0");
        settings.put("wal_level", "minimal");
        settings.put("huge_pages", "off");
        settings.put("jit", "off");

        settings.put("timezone", "UTC");
        settings.put("log_timezone", "UTC");
        settings.put("log_checkpoints", "off");
        settings.put("log_line_prefix", "%m [%p] ");
        return settings;
    }
}
