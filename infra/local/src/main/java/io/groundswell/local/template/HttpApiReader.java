package io.groundswell.local.template;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Reads {@code AWS::Serverless::HttpApi}. */
final class HttpApiReader {

    private HttpApiReader() {
    }

    static HttpApi read(String logicalId, Section properties, String apiId) {
        Optional<HttpApi.MutualTls> mutualTls = properties.optionalSection("Domain").map(HttpApiReader::mutualTls);
        if (mutualTls.isPresent() != properties.flag("DisableExecuteApiEndpoint", false)) {
            throw new TemplateRefused(properties.path() + ".DisableExecuteApiEndpoint",
                    "true exactly where mutual TLS is demanded: the default endpoint would be a way around it");
        }
        HttpApi api = new HttpApi(logicalId, apiId, iamByDefault(properties), limits(properties), mutualTls);
        properties.end();
        return api;
    }

    private static boolean iamByDefault(Section properties) {
        Optional<Section> auth = properties.optionalSection("Auth");
        boolean iam = auth.isPresent() && auth.get().has("DefaultAuthorizer");
        auth.ifPresent(section -> {
            boolean enabled = section.flag("EnableIamAuthorizer", false);
            if (iam && section.oneOf("DefaultAuthorizer", "AWS_IAM").equals("AWS_IAM") && !enabled) {
                throw new TemplateRefused(section.path() + ".EnableIamAuthorizer", "must be true for DefaultAuthorizer AWS_IAM");
            }
            section.end();
        });
        return iam;
    }

    private static Map<String, HttpApi.Limit> limits(Section properties) {
        Map<String, HttpApi.Limit> limits = new LinkedHashMap<>();
        properties.optionalSection("RouteSettings").ifPresent(settings -> settings.all().forEach((route, node) -> {
            Section limit = Section.of(node, settings.path() + "." + route);
            limits.put(route, new HttpApi.Limit(
                    bound(limit, "ThrottlingRateLimit"), bound(limit, "ThrottlingBurstLimit")));
            limit.end();
        }));
        return limits;
    }

    private static int bound(Section limit, String name) {
        return Section.integer(limit.text(name), 1, Integer.MAX_VALUE, limit.path() + "." + name);
    }

    private static HttpApi.MutualTls mutualTls(Section domain) {
        domain.text("CertificateArn");
        Section authentication = domain.section("MutualTlsAuthentication");
        String truststore = authentication.text("TruststoreUri");
        authentication.end();
        HttpApi.MutualTls mutualTls = new HttpApi.MutualTls(domain.text("DomainName"), truststore);
        domain.end();
        return mutualTls;
    }
}
