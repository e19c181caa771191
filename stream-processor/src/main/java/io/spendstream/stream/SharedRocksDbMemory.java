package io.spendstream.stream;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * Bounds the memory of all state stores of the process together. By default each segment of each store of each
 * partition takes its own, outside the heap, and the process grows with the number of partitions until it is killed.
 *
 * <p>Kafka Streams makes one of these per store, by reflection; what they share is therefore static.
 */
public final class SharedRocksDbMemory implements RocksDBConfigSetter {
    private static final long TOTAL_BYTES = 256L << 20;
    private static final long WRITE_BUFFERS_BYTES = 96L << 20;
    private static final long WRITE_BUFFER_BYTES = 8L << 20;
    private static final double INDEX_SHARE = 0.2;
    private static final int SHARD_BITS = 2;

    @Override
    public void setConfig(String storeName, Options options, Map<String, Object> configs) {
        var table = (BlockBasedTableConfig) options.tableFormatConfig();
        table.setBlockCache(Shared.CACHE);
        table.setCacheIndexAndFilterBlocks(true);
        table.setCacheIndexAndFilterBlocksWithHighPriority(true);
        table.setPinTopLevelIndexAndFilter(true);
        options.setWriteBufferManager(Shared.WRITE_BUFFERS);
        options.setWriteBufferSize(WRITE_BUFFER_BYTES);
        options.setTableFormatConfig(table);
    }

    @Override
    public void close(String storeName, Options options) {
        // what is shared outlives every store
    }

    /** Made when the first store is opened. */
    private static final class Shared {
        private static final Cache CACHE;
        private static final WriteBufferManager WRITE_BUFFERS;

        static {
            RocksDB.loadLibrary();
            CACHE = new LRUCache(TOTAL_BYTES, SHARD_BITS, false, INDEX_SHARE);
            WRITE_BUFFERS = new WriteBufferManager(WRITE_BUFFERS_BYTES, CACHE);
        }
    }
}
