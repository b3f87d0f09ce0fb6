@main struct OpsTracker { static func main() {} }
