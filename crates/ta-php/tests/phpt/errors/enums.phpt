--TEST--
The other enums of the namespace have the documented cases
--EXTENSIONS--
true_async_server
--FILE--
<?php
foreach (['SendFileDisposition', 'StaticOnMissing', 'StaticDotfiles', 'StaticSymlinks', 'WebSocketCloseCode'] as $enum) {
    $enum = "TrueAsync\\$enum";
    echo $enum, ':';
    foreach ($enum::cases() as $case) {
        echo " $case->name=", var_export($case->value, true);
    }
    echo "\n";
}
?>
--EXPECT--
TrueAsync\SendFileDisposition: INLINE='inline' ATTACHMENT='attachment'
TrueAsync\StaticOnMissing: NOT_FOUND=0 NEXT=1
TrueAsync\StaticDotfiles: DENY=0 ALLOW=1 IGNORE=2
TrueAsync\StaticSymlinks: REJECT=0 FOLLOW=1 OWNER_MATCH=2
TrueAsync\WebSocketCloseCode: NORMAL=1000 GOING_AWAY=1001 PROTOCOL_ERROR=1002 UNSUPPORTED_DATA=1003 NO_STATUS=1005 ABNORMAL_CLOSURE=1006 INVALID_FRAME_PAYLOAD=1007 POLICY_VIOLATION=1008 MESSAGE_TOO_BIG=1009 MANDATORY_EXTENSION=1010 INTERNAL_SERVER_ERROR=1011 TLS_HANDSHAKE=1015
