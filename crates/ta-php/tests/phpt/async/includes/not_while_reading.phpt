--TEST--
A stream wrapper that reads a file for include is refused a switch, and may suspend for other reads
--EXTENSIONS--
true_async_server
--INI--
opcache.enable_cli=0
--FILE--
<?php
use function Async\{await, delay, spawn};

final class Source
{
    public $context;
    private string $left = '<?php return "included";';
    public static array $log = [];
    public function stream_open(): bool { return true; }
    public function stream_read(int $count): string
    {
        try {
            delay(1);
            self::$log[] = 'suspended';
        } catch (Async\AsyncException) {
            self::$log[] = 'refused';
        }
        [$part, $this->left] = [$this->left, ''];
        return $part;
    }
    public function stream_eof(): bool { return $this->left === ''; }
    public function stream_stat(): array { return []; }
    public function stream_set_option(): bool { return false; }
    public function stream_close(): void {}
}
stream_wrapper_register('source', Source::class);
echo await(spawn(fn() => include 'source://x')), ' ', implode(',', array_unique(Source::$log)), "\n";
Source::$log = [];
echo await(spawn(fn() => file_get_contents('source://x'))), ' ', implode(',', array_unique(Source::$log)), "\n";
?>
--EXPECT--
included refused
<?php return "included"; suspended
