<?php
// A backend that keeps its courses as groups, as the public PHP program that calls these actions does: POST with
// a JSON body, DismissGroup by GET, ids as texts of numbers, and the answer read as JSON only when its status is
// 2xx. Only the credentials and the address are given from outside.

function zim(string $action, ?array $body, string $more = ''): array
{
    $appId = getenv('ZIM_APP_ID');
    $serverSecret = getenv('ZIM_SERVER_SECRET');
    $nonce = bin2hex(random_bytes(8));
    $timestamp = time();
    $signature = md5($appId . $nonce . $serverSecret . $timestamp);
    $host = getenv('ZIM_ADDRESS') ?: 'https://zim-api.zego.im';

    $call = curl_init("$host/?Action=$action$more&AppId=$appId&Signature=$signature&SignatureNonce=$nonce&SignatureVersion=2.0&Timestamp=$timestamp");
    curl_setopt_array($call, [CURLOPT_RETURNTRANSFER => true, CURLOPT_HTTPHEADER => ['Content-Type: application/json']]);
    if ($body !== null) {
        curl_setopt($call, CURLOPT_POSTFIELDS, json_encode($body));
    }
    $text = curl_exec($call);
    $status = curl_getinfo($call, CURLINFO_RESPONSE_CODE);
    if ($text === false || $status < 200 || $status > 299) {
        return ['status' => false, 'message' => $text];
    }
    return ['status' => true, 'data' => json_decode($text, true)];
}

function show(string $what, array $result, string ...$members): void
{
    if (!$result['status']) {
        echo "$what failed: {$result['message']}\n";
        return;
    }
    $data = $result['data'];
    echo $what, ' ', $data['Code'];
    foreach ($members as $member) {
        echo ' ', $member, '=', json_encode($data[$member]);
    }
    echo "\n";
}

$me = 1; // auth()->user()->id
$course = 42;

show('CreateGroup', zim('CreateGroup', [
    'GroupId' => (string) $course,
    'GroupName' => 'Beginners',
    'GroupNotice' => 'group_notice',
    'GroupAvatar' => 'https://example.com/course.png',
    'GroupOwner' => (string) 2,
    'UserId' => ['3', '404'],
]), 'GroupId', 'Members', 'ErrorUsers');

$infos = [];
foreach ([4, 5] as $member) {
    $infos[] = ['UserId' => (string) $member, 'EnterGroupTime' => 0];
}
show('InviteUsersIntoGroup', zim('InviteUsersIntoGroup', [
    'FromUserId' => (string) $me,
    'GroupId' => (string) $course,
    'GroupMemberInfos' => $infos,
]), 'ErrorUsers');

show('KickoutGroupUser', zim('KickoutGroupUser', [
    'FromUserId' => (string) $me,
    'GroupId' => (string) $course,
    'UserId' => ['4'],
]), 'ErrorList');

$list = zim('QueryGroupMemberList', ['GroupId' => (string) $course, 'Limit' => 1000, 'Next' => 0]);
show('QueryGroupMemberList', $list, 'TotalCount', 'Next');
foreach ($list['data']['MemberList'] as $member) {
    echo '  ', $member['UserId'], ' ', $member['Role'], "\n";
}

show('DismissGroup', zim('DismissGroup', null, "&FromUserId=$me&GroupId=$course"));
