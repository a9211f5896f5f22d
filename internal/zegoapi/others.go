package zegoapi

// otherActions are communities, and the licence of ZIMAudio.
var otherActions = []operation{queryAppCommunityList, cgiDescribeZIMAudioLicense}
