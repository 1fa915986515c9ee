<?php

/**
 * Stub of the extension true_async_server for IDEs and static analysers; never loaded.
 *
 * Declarations are written by `cargo xtask stubs --write`, from what the extension
 * declares. The comments are written by people, here, and survive it.
 */

namespace TrueAsync {
    /** The request in a string, by the rules and limits of the server; false when it is incomplete or wrong. */
    function http_parse_request(string $request): HttpRequest|false {}

    /**
     * Ends a request with the status that is its code and its message as the body; no ordinary `catch (\Exception)`
     * stops it.
     */
    class HttpException extends \Async\AsyncCancellation {}

    /** One request as it arrived; it can be read after its answer was sent. */
    final class HttpRequest
    {
        /** Requests come from the server. */
        private function __construct() {}

        /** The method, in the client's spelling. */
        public function getMethod(): string {}

        /** The target as it was sent, with its query. */
        public function getUri(): string {}

        /** The target without its query, still percent-encoded. */
        public function getPath(): string {}

        /** The parameters of the query, as PHP reads them into `$_GET`. */
        public function getQuery(): array {}

        /** One parameter of the query, else `$default`. */
        public function getQueryParam(string $name, mixed $default = null): mixed {}

        /** "1.0" or "1.1". */
        public function getHttpVersion(): string {}

        /** The client's IP address, null on a Unix socket. */
        public function getRemoteAddress(): ?string {}

        /** The client's port, null on a Unix socket. */
        public function getRemotePort(): ?int {}

        /** Whether a header field was sent; case does not matter. */
        public function hasHeader(string $name): bool {}

        /** The value of a header field, repeated ones joined by ", "; null when it was not sent. */
        public function getHeader(string $name): ?string {}

        /** The value of a header field, repeated ones joined by ", "; empty when it was not sent. */
        public function getHeaderLine(string $name): string {}

        /**
         * All header fields by lower-case name.
         *
         * @return array<string, string>
         */
        public function getHeaders(): array {}

        /** The whole body; empty when there is none, and while it is still arriving. */
        public function getBody(): string {}

        /** Whether a body was sent that is not empty. */
        public function hasBody(): bool {}

        /** Whether the client wants to go on using the connection. */
        public function isKeepAlive(): bool {}

        /** The fields of a form, as PHP reads them into `$_POST`. */
        public function getPost(): array {}

        /**
         * The uploaded files by field name: one, a list under `name[]`, nested for other brackets.
         *
         * @return array<string, UploadedFile|array>
         */
        public function getFiles(): array {}

        /** The uploaded file of a field, the first one of a list; null when there is none. */
        public function getFile(string $name): ?UploadedFile {}

        /** The Content-Type field, or null. */
        public function getContentType(): ?string {}

        /** The length the client declared in bytes, or null. */
        public function getContentLength(): ?int {}

        /** Waits until the body has arrived. */
        public function awaitBody(): static {}

        /** The next piece of the body, at most `$maxLen` bytes; null at its end. */
        public function readBody(int $maxLen = 65536): ?string {}
    }

    /** The answer to one request. */
    final class HttpResponse
    {
        /** Responses come from the server. */
        private function __construct() {}

        /** Sets the status, 200 to 599. */
        public function setStatusCode(int $code): static {}

        /** The status, 200 unless another one was set. */
        public function getStatusCode(): int {}

        /** Replaces the words behind an HTTP/1 status; an empty string restores the standard ones. */
        public function setReasonPhrase(string $phrase): static {}

        /** The words behind the status. */
        public function getReasonPhrase(): string {}

        /** Replaces a header field; a list makes several fields of that name. */
        public function setHeader(string $name, array|string $value): static {}

        /** Adds a header field to those of that name. */
        public function addHeader(string $name, array|string $value): static {}

        /** Whether a header field was set; case does not matter. */
        public function hasHeader(string $name): bool {}

        /** The first value of a header field, or null. */
        public function getHeader(string $name): ?string {}

        /** All values of a header field joined by ", ", or an empty string. */
        public function getHeaderLine(string $name): string {}

        /**
         * All header fields by lower-case name, a list where there are several.
         *
         * @return array<string, string|list<string>>
         */
        public function getHeaders(): array {}

        /** Forgets all header fields. */
        public function resetHeaders(): static {}

        /**
         * Tells the client ahead of the answer what it may load meanwhile (103 Early Hints), any number of times
         * before the answer begins. An element is either a whole Link value, '</style.css>; rel=preload; as=style', or
         * the parameters of a link below its URI: '/style.css' => ['rel' => 'preload', 'as' => 'style']. Of parameters,
         * true is the name alone, false and null are left out. HTTP/1.0 clients are sent nothing.
         *
         * @param array<int|string, string|array<string, string|bool|null>> $links
         */
        public function sendEarlyHints(array $links): static {}

        /** Sets a field that goes out after the body, to clients that take such. */
        public function setTrailer(string $name, string $value): static {}

        /**
         * Sets several trailers; those that are there stay.
         *
         * @param array<string, string> $trailers
         */
        public function setTrailers(array $trailers): static {}

        /** Forgets all trailers. */
        public function resetTrailers(): static {}

        /**
         * All trailers by lower-case name.
         *
         * @return array<string, string>
         */
        public function getTrailers(): array {}

        /** Always "HTTP". */
        public function getProtocolName(): string {}

        /** The version the answer is sent in. */
        public function getProtocolVersion(): string {}

        /** Sends a chunk of a streamed body, after status and headers; waits while the client is slow. */
        public function write(string $chunk): static {}

        /** Like write(), but sends nothing and returns false when it would have to wait. */
        public function tryWrite(string $chunk): bool {}

        /** Waits until a chunk would be taken at once; false when it is not in time, or the answer is over. */
        public function awaitWritable(?int $timeoutMs = null): bool {}

        /** Is no more, and throws. */
        public function sendable(): bool {}

        /** The body so far. */
        public function getBody(): string {}

        /** Replaces the body. */
        public function setBody(string $body): static {}

        /** Adds to the body. */
        public function appendBody(string $data): static {}

        /** Makes `$data` the body as JSON; flags 0 stands for those of the configuration. */
        public function json(
            object|array|string|int|float|bool|null $data,
            int $status = 200,
            int $flags = 0,
        ): static {}

        /** Makes `$html` the body and says that it is HTML. */
        public function html(string $html): static {}

        /** Sends the client elsewhere, with a status of 300 to 399. */
        public function redirect(string $url, int $status = 302): static {}

        /** Sends the answer, after `$data` was added to its body; nothing can be changed from then on. */
        public function end(?string $data = null): void {}

        /** Cuts a streamed answer off, so that the client sees that it is not complete; nothing before it began. */
        public function abort(?int $errorCode = null): void {}

        /** Sends a file as the body, when the handler has returned; nothing can be changed from then on. */
        public function sendFile(string $path, ?SendFileOptions $options = null): void {}

        /** Whether status and header fields can no longer be changed. */
        public function isHeadersSent(): bool {}

        /** Whether tryWrite() would take a chunk now. */
        public function isWritable(): bool {}

        /** Whether the answer is complete, or was cut off. */
        public function isEnded(): bool {}
    }

    /** A server: `php server.php` listens and answers as long as start() has not returned. */
    final class HttpServer
    {
        /** Takes its configuration, which cannot be changed from then on. */
        public function __construct(HttpServerConfig $config) {}

        /** Whether this build speaks HTTP/2. */
        public static function isHttp2(): bool {}

        /** Whether this build speaks HTTP/3. */
        public static function isHttp3(): bool {}

        /** Calls `$handler($request, $response)` for every request, each in a coroutine of its own. */
        public function addHttpHandler(callable $handler): static {}

        /** Serves a directory without calling any handler; of several the first that matches is asked. */
        public function addStaticHandler(StaticHandler $handler): static {}

        /** Listens and serves; returns when the server was stopped and its last answer sent. */
        public function start(): bool {}

        /** Accepts nothing more and lets start() return once the running requests are answered. */
        public function stop(): bool {}

        /** Whether it serves. */
        public function isRunning(): bool {}

        /** The configuration it was created with. */
        public function getConfig(): HttpServerConfig {}
    }

    /** Where and how a server listens; locked once a server has it. */
    final class HttpServerConfig
    {
        /** With a host, adds a listener on it. */
        public function __construct(?string $host = null, int $port = 8080) {}

        /** Listens on a TCP port for every protocol this build speaks. */
        public function addListener(string $host, int $port, bool $tls = false): static {}

        /** Listens on a TCP port for HTTP/1 alone. */
        public function addHttp1Listener(string $host, int $port, bool $tls = false): static {}

        /** Listens on a Unix socket. */
        public function addUnixListener(string $path): static {}

        /**
         * The listeners so far.
         *
         * @return list<array<string, mixed>>
         */
        public function getListeners(): array {}

        /** Sets how many connections may wait to be accepted, at least 1. */
        public function setBacklog(int $backlog): static {}

        /** How many connections may wait to be accepted. */
        public function getBacklog(): int {}

        /** Sets how many connections may be open, 0 for no limit. */
        public function setMaxConnections(int $maxConnections): static {}

        /** How many connections may be open. */
        public function getMaxConnections(): int {}

        /** Sets how many requests may be handled at a time, 0 for ten times the connections that may be open. */
        public function setMaxInflightRequests(int $n): static {}

        /** How many requests may be handled at a time. */
        public function getMaxInflightRequests(): int {}

        /** Sets the seconds a whole request may take to arrive, at least 1. */
        public function setReadTimeout(int $timeout): static {}

        /** The seconds a whole request may take to arrive. */
        public function getReadTimeout(): int {}

        /** Sets the seconds a client may take none of its answer, 0 for no limit. */
        public function setWriteTimeout(int $timeout): static {}

        /** The seconds a client may take none of its answer. */
        public function getWriteTimeout(): int {}

        /** Sets the seconds a connection may be idle, at least 1. */
        public function setKeepAliveTimeout(int $timeout): static {}

        /** The seconds a connection may be idle. */
        public function getKeepAliveTimeout(): int {}

        /** Sets the seconds that requests have left when the server stops, 0 to cancel them at once. */
        public function setShutdownTimeout(int $timeout): static {}

        /** The seconds that requests have left when the server stops. */
        public function getShutdownTimeout(): int {}

        /** Sets the bytes a request body may have; longer ones are refused with 413. */
        public function setMaxBodySize(int $bytes): static {}

        /** The bytes a request body may have. */
        public function getMaxBodySize(): int {}

        /** Sets the json_encode() flags of HttpResponse::json(). */
        public function setJsonEncodeFlags(int $flags): static {}

        /** The json_encode() flags of HttpResponse::json(). */
        public function getJsonEncodeFlags(): int {}

        /** Bytes that may wait for a client before write() does, 4096 to 4194304; 262144 by default. */
        public function setStreamWriteBufferBytes(int $bytes): static {}

        /** Bytes that may wait for a client before write() does. */
        public function getStreamWriteBufferBytes(): int {}

        /** Is remembered, without effect. */
        public function setWriteBufferSize(int $size): static {}

        /** What setWriteBufferSize() remembers. */
        public function getWriteBufferSize(): int {}

        /** Refuses true, and says what to call instead. */
        public function enableHttp2(bool $enable): static {}

        /** Always false. */
        public function isHttp2Enabled(): bool {}

        /** Refuses true, and says what to call instead. */
        public function enableWebSocket(bool $enable): static {}

        /** Always false. */
        public function isWebSocketEnabled(): bool {}

        /** Is remembered, without effect. */
        public function enableProtocolDetection(bool $enable): static {}

        /** What enableProtocolDetection() remembers. */
        public function isProtocolDetectionEnabled(): bool {}

        /** Sets whether each handler runs in a scope of its own below that of the server, as it does by default. */
        public function setRequestScope(bool $enable): static {}

        /** Whether each handler runs in a scope of its own. */
        public function isRequestScope(): bool {}

        /**
         * Starts handlers at the head of requests with a body of 64 KiB or more, or of unknown length, for
         * HttpRequest::readBody().
         */
        public function setBodyStreamingEnabled(bool $enabled): static {}

        /** Whether long bodies are streamed. */
        public function isBodyStreamingEnabled(): bool {}

        /** With false, handlers start at the head of the request, and HttpRequest::awaitBody() waits for the body. */
        public function setAutoAwaitBody(bool $enable): static {}

        /** Whether handlers start when the body is complete. */
        public function isAutoAwaitBodyEnabled(): bool {}

        /** Is remembered, without effect: TLS is a matter of each listener. */
        public function enableTls(bool $enable): static {}

        /** What enableTls() remembers. */
        public function isTlsEnabled(): bool {}

        /** Sets what is worth logging; less severe events are not logged. */
        public function setLogSeverity(LogSeverity $level): static {}

        /** What is worth logging. */
        public function getLogSeverity(): LogSeverity {}

        /** Sets the stream to log to, null for standard error. */
        public function setLogStream(mixed $stream): static {}

        /** The stream to log to. */
        public function getLogStream(): mixed {}

        /** Whether a server has it, so that it cannot be changed. */
        public function isLocked(): bool {}
    }

    /** A connection failed. */
    final class HttpServerConnectionException extends HttpServerException {}

    /** Base of what the server throws. */
    class HttpServerException extends \Exception {}

    /** A value is outside what is allowed. */
    final class HttpServerInvalidArgumentException extends HttpServerException {}

    /** The other side broke the protocol. */
    final class HttpServerProtocolException extends HttpServerException {}

    /** Not possible in this state: locked, running, already sent, or failed to start. */
    final class HttpServerRuntimeException extends HttpServerException {}

    /** Something took longer than it was allowed to. */
    final class HttpServerTimeoutException extends HttpServerException {}

    /** How severe an event must be to be logged, in the numbers of OpenTelemetry. */
    enum LogSeverity: int
    {
        /** Nothing is logged. */
        case OFF = 0;
        /** Everything, down to details. */
        case DEBUG = 5;
        /** What happens, requests included. */
        case INFO = 9;
        /** What went wrong and was dealt with. */
        case WARN = 13;
        /** What failed. */
        case ERROR = 17;
    }

    /** A message did not reach everybody in a room. */
    final class RoomDeliveryException extends HttpServerException
    {
        /** How many it reached. */
        public readonly int $delivered;
        /** How many it did not reach. */
        public readonly int $pending;
    }

    /** What the client is to do with a file. */
    enum SendFileDisposition: string
    {
        /** Show it. */
        case INLINE = 'inline';
        /** Save it. */
        case ATTACHMENT = 'attachment';
    }

    /** How sendFile() sends a file. */
    final readonly class SendFileOptions
    {
        /** Media type; by the file's name when null. */
        public ?string $contentType;
        /** What the client is to do with the file. */
        public SendFileDisposition $disposition;
        /** Name under which the client is to save it. */
        public ?string $downloadName;
        /** Value of Cache-Control. */
        public ?string $cacheControl;
        /** Whether an entity tag is sent and looked at. */
        public bool $etag;
        /** Whether the date of the last change is sent and looked at. */
        public bool $lastModified;
        /** Whether the client may ask for a range. */
        public bool $acceptRanges;
        /** Whether a .zst, .br or .gz beside the file is sent to clients that take it. */
        public bool $precompressed;
        /** Whether a client that has the file already is answered 304. */
        public bool $conditional;
        /** Whether the file is deleted when all of it was sent. */
        public bool $deleteAfterSend;
        /** Status in place of 200 and 206. */
        public ?int $status;

        /** Takes the properties. */
        public function __construct(
            ?string $contentType = null,
            SendFileDisposition $disposition = SendFileDisposition::INLINE,
            ?string $downloadName = null,
            ?string $cacheControl = null,
            bool $etag = true,
            bool $lastModified = true,
            bool $acceptRanges = true,
            bool $precompressed = true,
            bool $conditional = true,
            bool $deleteAfterSend = false,
            ?int $status = null,
        ) {}
    }

    /** What happens to paths that begin with a dot. */
    enum StaticDotfiles: int
    {
        /** They are answered with 404. */
        case DENY = 0;
        /** They are served. */
        case ALLOW = 1;
        /** They are treated as if they were not there. */
        case IGNORE = 2;
    }

    /** A directory served at a prefix of URLs without calling any handler. */
    final class StaticHandler
    {
        /** Serves `$rootDirectory` at `$urlPrefix`, which begins and ends with a slash. */
        public function __construct(string $urlPrefix, string $rootDirectory) {}

        /** Files that stand for their directory, the first that is there. */
        public function setIndexFiles(string ...$files): static {}

        /** No file stands for a directory. */
        public function disableIndex(): static {}

        /** What happens when a file is not there. */
        public function setOnMissing(StaticOnMissing $mode): static {}

        /** Serves .br, .gz or .zst beside a file to clients that take "br", "gzip" or "zstd". */
        public function enablePrecompressed(string ...$encodings): static {}

        /** Serves files only as they are. */
        public function disablePrecompressed(): static {}

        /** What happens to names that begin with a dot. */
        public function setDotfilePolicy(StaticDotfiles $policy): static {}

        /** What happens to symbolic links. */
        public function setSymlinkPolicy(StaticSymlinks $policy): static {}

        /** Has files be missing whose path below the root matches; `*` stays within a segment, `**` does not. */
        public function hide(string ...$globs): static {}

        /** Whether entity tags are sent and looked at. */
        public function setEtagEnabled(bool $enabled): static {}

        /** Value of Cache-Control; none when empty. */
        public function setCacheControl(string $value): static {}

        /** Keeps so many files open for so long, in which changes may go unseen; 0 entries for none. */
        public function setOpenFileCache(int $maxEntries, int $ttlSeconds = 60): static {}

        /** Opens files anew for every request. */
        public function disableOpenFileCache(): static {}

        /** Sends one more header field with files; replaces one of the same name. */
        public function setHeader(string $name, string $value): static {}

        /** Lists directories that have no index file. */
        public function setBrowseEnabled(bool $enabled): static {}

        /** Media type of files with that extension. */
        public function setMimeType(string $extension, string $contentType): static {}

        /** Where it is mounted. */
        public function getUrlPrefix(): string {}

        /** What it serves, without links in the path. */
        public function getRootDirectory(): string {}

        /** Whether it belongs to a server and can no longer be changed. */
        public function isLocked(): bool {}
    }

    /** What happens when a file is not there. */
    enum StaticOnMissing: int
    {
        /** The answer is 404. */
        case NOT_FOUND = 0;
        /** The next handler gets the request. */
        case NEXT = 1;
    }

    /** What happens to symbolic links. */
    enum StaticSymlinks: int
    {
        /** They are never followed. */
        case REJECT = 0;
        /** They are followed to places below the same root. */
        case FOLLOW = 1;
        /** They are followed when their target has the same owner. */
        case OWNER_MATCH = 2;
    }

    /** One file of a form. Its temporary file goes with it, unless it was moved. */
    final class UploadedFile
    {
        /** A stream that reads the file from its start; null when there was an error. */
        public function getStream(): mixed {}

        /**
         * Moves the file to its own place, once, replacing what is there. Missing directories are made.
         *
         * @throws \RuntimeException when that fails; the file is still where it was
         */
        public function moveTo(string $targetPath, int $mode = 420): void {}

        /** The size in bytes; null when there was an error. */
        public function getSize(): ?int {}

        /** 0, or why the file was not taken: 4, 6, 7, 100, 101 or 102. */
        public function getError(): int {}

        /** The name the client gave it: never a path to use unchecked. */
        public function getClientFilename(): ?string {}

        /** The media type the client gave it, without parameters. */
        public function getClientMediaType(): ?string {}

        /** The charset the client gave it. */
        public function getClientCharset(): ?string {}

        /** Whether all of it has been received. */
        public function isReady(): bool {}

        /** Whether it was received without an error, also when it was moved. */
        public function isValid(): bool {}
    }

    /** The client reads too slowly, or publishes too fast. */
    final class WebSocketBackpressureException extends WebSocketException {}

    /** Why a WebSocket session ends, in the numbers of RFC 6455. */
    enum WebSocketCloseCode: int
    {
        /** It has served its purpose. */
        case NORMAL = 1000;
        /** One side leaves. */
        case GOING_AWAY = 1001;
        /** The protocol was broken. */
        case PROTOCOL_ERROR = 1002;
        /** Data of a kind that is not accepted. */
        case UNSUPPORTED_DATA = 1003;
        /** No code was sent; never sent itself. */
        case NO_STATUS = 1005;
        /** The connection was lost; never sent itself. */
        case ABNORMAL_CLOSURE = 1006;
        /** Data that is not what it claims to be, such as text that is not UTF-8. */
        case INVALID_FRAME_PAYLOAD = 1007;
        /** A rule of the application was broken. */
        case POLICY_VIOLATION = 1008;
        /** A message is too long. */
        case MESSAGE_TOO_BIG = 1009;
        /** The server lacks an extension that the client needs. */
        case MANDATORY_EXTENSION = 1010;
        /** The server failed. */
        case INTERNAL_SERVER_ERROR = 1011;
        /** TLS failed; never sent itself. */
        case TLS_HANDSHAKE = 1015;
    }

    /** The session is over. */
    final class WebSocketClosedException extends WebSocketException
    {
        /** The code it was closed with, 1006 when there was none. */
        public readonly int $closeCode;
        /** The reason given, or an empty string. */
        public readonly string $closeReason;
    }

    /** Another coroutine is receiving from the same session. */
    final class WebSocketConcurrentReadException extends WebSocketException {}

    /** Base of what WebSocket sessions throw. */
    class WebSocketException extends HttpServerException {}
}
