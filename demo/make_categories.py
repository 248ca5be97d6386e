"""Writes categories.toml: the tree of what residents of 青石街道 speak about. Run `python3 demo/make_categories.py`."""
from pathlib import Path

# code | zh | en | type | public level | clock | photo | lead | fallback | basis
TREE = """
property|小区物业|Housing estates
property-lift|电梯故障|Lift out of order|complaint|full|handle_help|-|wuye|community|《物业管理条例》电梯维护责任
property-leak|房屋渗漏|Leaking roof or wall|help|fuzzy|handle_help|photo|wuye|community|房屋保修与维修资金办法
property-service|物业服务|Property service|complaint|full|handle_help|-|wuye|community|物业服务合同
property-fee|物业收费|Property fees|consultation|count_only|handle_consultation|-|wuye|community|物业服务收费管理办法
property-door|门禁监控|Entrance and cameras|help|full|handle_help|-|community|wuye|物业服务合同
property-light|楼道照明|Stairwell lighting|help|full|handle_help|-|community|wuye|物业服务合同
property-charging|电动车充电|E-bike charging|complaint|full|handle_help|photo|yingji|wuye|消防安全管理规定
traffic|停车与出行|Parking and traffic
traffic-parking|小区停车|Parking on the estate|complaint|fuzzy|handle_help|-|wuye|community|停车管理公约
traffic-roadside|路边违停|Roadside parking|occurrence|full|handle_occurrence|photo|chengguan|pingan|城市道路停车管理规定
traffic-firelane|占用消防通道|Fire lane blocked|complaint|full|handle_help|photo|yingji|community|消防法
traffic-bus|公交站点|Bus stops|suggestion|full|handle_consultation|-|transit|chengjian|公交服务职责
traffic-sharedbike|共享单车乱停|Shared bikes|occurrence|full|handle_occurrence|photo|chengguan|community|共享单车管理办法
clean|环境卫生|Cleanliness
clean-garbage|垃圾清运|Garbage collection|complaint|full|handle_help|-|huanwei|community|生活垃圾管理条例
clean-sorting|垃圾分类|Waste sorting|suggestion|full|handle_consultation|-|huanwei|community|生活垃圾管理条例
clean-rubble|建筑垃圾|Building rubble|occurrence|full|handle_occurrence|photo|huanwei|chengguan|建筑垃圾管理规定
clean-pests|虫鼠消杀|Pests|help|full|handle_help|-|weijian|community|爱国卫生条例
clean-toilet|公共厕所|Public toilets|complaint|full|handle_help|-|huanwei|chengjian|公厕管理办法
noise|噪声油烟|Noise and fumes
noise-construction|施工噪声|Construction noise|complaint|fuzzy|handle_help|-|chengguan|chengjian|噪声污染防治法
noise-square|广场舞噪声|Square dancing noise|complaint|fuzzy|handle_help|-|community|pingan|噪声污染防治法
noise-neighbour|邻里噪声|Noisy neighbours|complaint|fuzzy|handle_help|-|community|pingan|噪声污染防治法
noise-shop|商铺油烟噪声|Shop fumes and noise|complaint|fuzzy|handle_help|-|chengguan|weijian|大气污染防治法
utilities|水电气通信|Utilities
utilities-water|停水水压|Water supply|help|full|handle_utilities|-|water|chengjian|供水服务职责
utilities-power|停电用电|Power supply|help|full|handle_utilities|-|power|chengjian|供电服务职责
utilities-gas|燃气服务|Gas service|help|full|handle_utilities|-|gas|yingji|燃气管理条例
utilities-telecom|宽带信号|Broadband and signal|help|full|handle_help|-|telecom|fuwu|通信服务职责
roads|道路设施|Roads and public facilities
roads-surface|路面破损|Broken road surface|component|full|handle_component|photo|chengjian|lvhua|市政设施管理条例
roads-cover|井盖破损|Broken manhole cover|component|full|handle_component|photo|chengjian|community|市政设施管理条例
roads-lamp|路灯不亮|Street lamp out|component|full|handle_component|-|chengjian|lvhua|市政设施管理条例
roads-drain|积水排涝|Standing water|occurrence|full|handle_occurrence|photo|chengjian|yingji|排水管理条例
roads-access|无障碍设施|Accessibility|suggestion|full|handle_consultation|-|chengjian|shehui|无障碍环境建设法
green|绿化与公园|Greenery and parks
green-tree|树木修剪|Tree pruning|help|full|handle_component|-|lvhua|community|绿化条例
green-lawn|绿地毁占|Greenery destroyed|complaint|full|handle_help|photo|lvhua|chengguan|绿化条例
green-fitness|健身器材|Fitness equipment|component|full|handle_component|-|shehui|community|全民健身条例
dogs|文明养犬|Dogs
dogs-leash|遛狗不牵绳|Dogs off the leash|complaint|fuzzy|handle_help|-|pingan|community|养犬管理条例
dogs-stray|流浪犬猫|Stray animals|help|fuzzy|handle_help|-|pingan|community|养犬管理条例
care|民生服务|Care and welfare
care-elders|养老助餐|Elderly care and meals|consultation|count_only|handle_consultation|-|shehui|community|养老服务条例
care-children|托育与暑托|Childcare|consultation|count_only|handle_consultation|-|shehui|community|托育服务职责
care-aid|困难帮扶|Help in hardship|help|count_only|handle_help|-|shehui|community|社会救助暂行办法
care-health|社区医疗|Community health|consultation|count_only|handle_consultation|-|weijian|community|基层卫生服务职责
care-work|就业社保|Jobs and social insurance|consultation|count_only|handle_consultation|-|fuwu|shehui|就业促进法
care-papers|证件办理|Certificates|consultation|count_only|handle_consultation|-|fuwu|community|便民服务事项清单
order|城市秩序|Street order
order-stall|占道经营|Street stalls|occurrence|full|handle_occurrence|photo|chengguan|community|市容管理条例
order-building|违法搭建|Unlicensed building|allegation|none|handle_help|photo|chengguan|chengjian|城乡规划法
order-rental|群租隐患|Crowded rentals|allegation|none|handle_help|-|pingan|community|房屋租赁管理办法
order-thrown|高空抛物|Things thrown from above|complaint|fuzzy|handle_help|-|pingan|community|民法典第一千二百五十四条
safety|平安与纠纷|Safety and disputes
safety-theft|治安防范|Crime prevention|help|count_only|handle_help|-|pingan|community|社会治安综合治理职责
safety-dispute|邻里纠纷|Disputes|help|count_only|handle_help|-|community|pingan|人民调解法
safety-hazard|安全隐患|Safety hazards|complaint|full|handle_help|photo|yingji|community|安全生产法
community|社区工作|Community affairs
community-events|社区活动|Community activities|suggestion|full|handle_consultation|-|community|shehui|居委会工作职责
community-praise|表扬感谢|Praise|praise|full|handle_consultation|-|community|fuwu|便民服务事项清单
community-conduct|工作人员作风|Conduct of staff|allegation|none|handle_help|-|duban|fuwu|工作人员行为规范
"""
KEYS = ["code", "zh", "en", "type", "public_level", "clock", "needs_photo", "lead", "fallback", "basis"]
out = ["# Written by make_categories.py. `lead` and `fallback`: a unit's code, or \"community\" = the office of the place.\n"]
parent, leaves = "", 0
for row in TREE.strip().splitlines():
    cells = dict(zip(KEYS, row.split("|")))
    if len(cells) == 3:
        parent = cells["code"]
        cells["parent"] = ""
    else:
        assert len(cells) == 10 and cells["code"].startswith(parent + "-"), row
        leaves += 1
        cells["parent"] = parent
        cells["needs_photo"] = cells["needs_photo"] == "photo"
    lines = [f'{k} = {str(v).lower()}' if isinstance(v, bool) else f'{k} = "{v}"' for k, v in cells.items()]
    out.append("[[category]]\n" + "\n".join(lines) + "\n")
assert leaves >= 40
(Path(__file__).parent / "categories.toml").write_text("\n".join(out))
print(leaves)
